import type { EarlierComment, Known } from './detector.js';
import { commonLength, isNearly, sentencesOf, type Sentence } from './sentences.js';
import { turnsIn } from './turns-in.js';

/** Shorter sentences are stock phrases. */
const fewestWords = 8;
const fewestWordsInAll = 5;

/** Whether a sentence of a reply, or nearly all that its speaker says in it, stands in one of these comments. */
export function isCopied(raw: string, known: Known, earlier: readonly EarlierComment[]): boolean {
  if (earlier.length === 0) return false;
  const sentences = sentencesOf(raw);
  const own = turnsIn(raw, known).find(({ start, isSelf }) => start > 0 && !isSelf);
  const whole = joined(own ? sentencesOf(raw.slice(0, own.start)) : sentences);
  return earlier.some((comment) => {
    const theirs = sentencesIn(comment);
    const isNearlyThere = (sentence: Sentence): boolean => theirs.some((one) => isNearly(sentence, one, fewestWords));
    return sentences.some(isNearlyThere) || isSame(whole, joined(theirs));
  });
}

function joined(sentences: readonly Sentence[]): Sentence {
  return { words: sentences.flatMap(({ words }) => words), key: sentences.map(({ key }) => key).join(' ') };
}

function isSame(one: Sentence, other: Sentence): boolean {
  const [shorter = 0, longer = 0] = [one.words.length, other.words.length].toSorted((first, second) => first - second);
  if (shorter < fewestWordsInAll || shorter < 0.9 * longer) return false;
  return one.key === other.key || commonLength(one, other) >= 0.9 * longer;
}

const known = new WeakMap<EarlierComment, readonly Sentence[]>();

/** Each comment is compared with all that follow it. */
function sentencesIn(comment: EarlierComment): readonly Sentence[] {
  const before = known.get(comment);
  if (before) return before;
  const sentences = sentencesOf(comment.text);
  known.set(comment, sentences);
  return sentences;
}
