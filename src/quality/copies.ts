import type { EarlierComment, Known } from './detector.js';
import { isNearly, isWithin, joined, sentencesOf, type Sentence } from './sentences.js';
import { turnsIn } from './turns-in.js';

/** Shorter sentences are stock phrases. */
const fewestWords = 8;
const fewestWordsInAll = 5;

/** Whether a sentence of a reply, or nearly all that its speaker says in it, stands in one of these comments. */
export function isCopied(raw: string, known: Known, earlier: readonly EarlierComment[]): boolean {
  if (earlier.length === 0) return false;
  const sentences = sentencesOf(raw);
  const next = turnsIn(raw, known).find(({ start, isSelf }) => start > 0 && !isSelf);
  const said = next ? sentencesOf(raw.slice(0, next.start)) : sentences;
  const long = sentences.filter(({ words }) => words.length >= fewestWords);
  return earlier.some((comment) => {
    const theirs = readComment(comment);
    return (
      long.some((one) => theirs.long.some((other) => isNearly(one, other, fewestWords))) ||
      isSame(said, theirs.sentences)
    );
  });
}

function isSame(said: readonly Sentence[], theirs: readonly Sentence[]): boolean {
  const counts = [said, theirs].map((sentences) => sentences.reduce((sum, { words }) => sum + words.length, 0));
  const [shorter, common] = [Math.min(...counts), Math.ceil(0.9 * Math.max(...counts))];
  return shorter >= fewestWordsInAll && shorter >= common && isWithin(joined(said), joined(theirs), shorter - common);
}

interface ReadComment {
  sentences: readonly Sentence[];
  long: readonly Sentence[];
}

const known = new WeakMap<EarlierComment, ReadComment>();

/** Each comment is compared with all that follow it. */
function readComment(comment: EarlierComment): ReadComment {
  const before = known.get(comment);
  if (before) return before;
  const sentences = sentencesOf(comment.text);
  const read = { sentences, long: sentences.filter(({ words }) => words.length >= fewestWords) };
  known.set(comment, read);
  return read;
}
