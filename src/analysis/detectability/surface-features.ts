import { countWords } from '../measures/comment-length.js';

/** Frequent English function words; in other languages their rates are 0 and the other features decide. */
const functionWords = [
  ...['the', 'a', 'and', 'or', 'but', 'if', 'because', 'of', 'to', 'in', 'on', 'for', 'with', 'that', 'this', 'it'],
  ...['i', 'you', 'we', 'they', 'is', 'are', 'not', 'can', 'should', 'would', 'so', 'just', 'also', 'however'],
];

const marks = ['.', ',', '!', '?', ':', ';', '"', "'", '(', '-', '—', '…'];

export const featureNames: readonly string[] = [
  ...['log words', 'log characters', 'word length', 'sentence length', 'type-token ratio'],
  ...['capitals', 'words in capitals', 'lowercase start', 'digits', 'beyond ASCII', 'line breaks', 'mentions', 'links'],
  ...marks.map((mark) => `mark ${mark}`),
  ...functionWords.map((word) => `word ${word}`),
];

/** Surface features of a comment, in the order of their names: counts per character or word, which say nothing of content. */
export function surfaceFeatures(text: string): Float64Array {
  const words = text.match(/[\p{L}\p{N}'’]+/gu) ?? [];
  const lower = words.map((word) => word.toLowerCase());
  const [characters, count] = [Math.max(1, text.length), Math.max(1, words.length)];
  const matches = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const counts = new Map<string, number>();
  for (const word of lower) counts.set(word, (counts.get(word) ?? 0) + 1);
  return Float64Array.from([
    Math.log1p(countWords(text)),
    Math.log1p(text.length),
    words.reduce((sum, word) => sum + word.length, 0) / count,
    count / Math.max(1, matches(/[.!?…]+(?:\s|$)/g)),
    counts.size / count,
    matches(/\p{Lu}/gu) / characters,
    words.filter((word) => /^\p{Lu}{2,}$/u.test(word)).length / count,
    Number(/^\s*\p{Ll}/u.test(text)),
    matches(/\p{N}/gu) / characters,
    matches(/[^ -~\s]/g) / characters,
    matches(/\n/g) / characters,
    matches(/(?:^|\s)@\w/g) / count,
    matches(/https?:\/\//g) / count,
    ...marks.map((mark) => (text.split(mark).length - 1) / characters),
    ...functionWords.map((word) => (counts.get(word) ?? 0) / count),
  ]);
}
