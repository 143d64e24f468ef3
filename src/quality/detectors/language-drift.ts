import type { Detector } from '../detector.js';
import { rankLanguages } from '../languages.js';
import { wordsOf } from '../sentences.js';

/**
 * Another language than that of the first comment and of the instructions. Judged from 25 letters on, with the trigrams of
 * franc-min (82 languages), where few words are known from those two. False positives: lists of names, slang.
 */
export const languageDrift: Detector = {
  finds(raw, { history, system }) {
    const text = raw.replace(/@\S+|https?:\S+/gu, ' ');
    if ((text.match(/\p{L}/gu)?.length ?? 0) < lettersToJudge(text)) return false;
    const expected = [history[0]?.text ?? '', system].filter((reference) => reference.length >= 40).map(referenceOf);
    if (expected.length === 0 || expected.some(({ words }) => shareKnown(text, words) >= enoughKnown)) return false;
    const scores = new Map(rankLanguages(text.slice(0, enoughLetters)));
    return expected.every(({ language }) => language !== 'und' && (scores.get(language) ?? 0) < farOff);
  },
};

/** A word of a script without spaces has few letters. */
function lettersToJudge(text: string): number {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text) ? 8 : 25;
}

/** What franc needs grows with a text, what it knows hardly. */
const enoughLetters = 300;
/** Of the words. Articles and pronouns alone are more of a text in the same language; another one has a name or two. */
const enoughKnown = 0.15;
/** franc gives the best language 1; a close relative of it gets 0.8 or more in a text of one sentence. */
const farOff = 0.7;

interface Reference {
  language: string;
  words: ReadonlySet<string>;
}

const references = new Map<string, Reference>();
const mostReferences = 500;

/** A run has a few instructions and topics for thousands of comments. */
function referenceOf(text: string): Reference {
  const known = references.get(text);
  if (known) return known;
  if (references.size >= mostReferences) references.clear();
  const reference = { language: rankLanguages(text)[0]?.[0] ?? 'und', words: new Set(wordsOf(text)) };
  references.set(text, reference);
  return reference;
}

function shareKnown(text: string, known: ReadonlySet<string>): number {
  const words = wordsOf(text);
  return words.filter((word) => known.has(word)).length / Math.max(1, words.length);
}
