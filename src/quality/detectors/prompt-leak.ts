import type { Detector } from '../detector.js';
import { wordsOf } from '../sentences.js';

/**
 * 8 words in a row from the speaker's own system text: of its instructions, or of the rest in the form that speaks to the
 * model (`You have lived under the flight path since 1969`). False positives: instructions that are topics as well.
 */
export const promptLeak: Detector = {
  finds(raw, { system }) {
    if (system === '') return false;
    const words = wordsOf(raw);
    if (words.length < run) return false;
    const leaks = leaksOf(system);
    return words.some(
      (_, start) => start + run <= words.length && leaks.has(words.slice(start, start + run).join(' ')),
    );
  },
};

const run = 8;
const known = new Map<string, ReadonlySet<string>>();
const mostKnown = 500;

/** All runs of words that nobody says by chance. A run has a few system texts for thousands of comments. */
function leaksOf(system: string): ReadonlySet<string> {
  const before = known.get(system);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const mark = /["']?\binstructions["']?: /iu.exec(system);
  const told = mark ? system.slice(mark.index + mark[0].length) : '';
  const leaks = new Set([...runsOf(system).filter((text) => toTheModel.test(text)), ...runsOf(told)]);
  known.set(system, leaks);
  return leaks;
}

const toTheModel = /(?:^| )(?:you|your|yourself|employment|characteristics)(?: |$)/u;

function runsOf(text: string): string[] {
  const words = wordsOf(text);
  return words.flatMap((_, start) => (start + run <= words.length ? [words.slice(start, start + run).join(' ')] : []));
}
