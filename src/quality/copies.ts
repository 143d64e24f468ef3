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
  const said = readSentences(next ? sentencesOf(raw.slice(0, next.start)) : sentences);
  const { long } = next ? readSentences(sentences) : said;
  return earlier.some((comment) => {
    const theirs = readComment(comment);
    return long.some((one) => theirs.long.some((other) => isNearly(one, other, fewestWords))) || isSame(said, theirs);
  });
}

function isSame(said: ReadComment, theirs: ReadComment): boolean {
  const shorter = Math.min(said.words, theirs.words);
  const common = Math.ceil(0.9 * Math.max(said.words, theirs.words));
  return shorter >= fewestWordsInAll && shorter >= common && isWithin(said.whole, theirs.whole, shorter - common);
}

interface ReadComment {
  /** How many. */
  words: number;
  long: readonly Sentence[];
  /** All words as one sentence. */
  readonly whole: Sentence;
}

const known = new WeakMap<EarlierComment, ReadComment>();

/** Each comment is compared with all that follow it. */
function readComment(comment: EarlierComment): ReadComment {
  const before = known.get(comment);
  if (before) return before;
  const read = readSentences(sentencesOf(comment.text));
  known.set(comment, read);
  return read;
}

/** Few comments are as long as another one, so their words are joined only when they are compared. */
function readSentences(sentences: readonly Sentence[]): ReadComment {
  let whole: Sentence | undefined;
  return {
    words: sentences.reduce((sum, { words }) => sum + words.length, 0),
    long: sentences.filter(({ words }) => words.length >= fewestWords),
    get whole() {
      return (whole ??= joined(sentences));
    },
  };
}
