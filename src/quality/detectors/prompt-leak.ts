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
      (word, start) =>
        start + run <= words.length &&
        leaks.starts.has(word) &&
        leaks.runs.has(words.slice(start, start + run).join(' ')),
    );
  },
};

const run = 8;
const known = new Map<string, Leaks>();
const mostKnown = 500;

interface Leaks {
  runs: ReadonlySet<string>;
  /** Their first words. */
  starts: ReadonlySet<string>;
}

/** All runs of words that nobody says by chance. A run has a few system texts for thousands of comments. */
function leaksOf(system: string): Leaks {
  const before = known.get(system);
  if (before) return before;
  if (known.size >= mostKnown) known.clear();
  const mark = /["']?\binstructions["']?: /iu.exec(system);
  const told = mark ? system.slice(mark.index + mark[0].length) : '';
  const runs = new Set([...runsOf(system).filter((text) => toTheModel.test(text)), ...runsOf(told)]);
  const leaks = { runs, starts: new Set(Array.from(runs, (text) => text.slice(0, text.indexOf(' ')))) };
  known.set(system, leaks);
  return leaks;
}

const toTheModel = /(?:^| )(?:you|your|yourself|employment|characteristics)(?: |$)/u;

function runsOf(text: string): string[] {
  const words = wordsOf(text);
  return words.flatMap((_, start) => (start + run <= words.length ? [words.slice(start, start + run).join(' ')] : []));
}
