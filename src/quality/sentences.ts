import { internTokens, longestCommonSubsequence } from '../analysis/rouge-l.js';

/** A sentence, or a line, as its words. */
export interface Sentence {
  words: readonly string[];
  /** Equal for equal words in the same order. */
  key: string;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** The words of a text in lower case. A script without spaces gives one word for a run of letters. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(wordPattern) ?? [];
}

/** Lines that quote (`> …`) and names that are addressed are left out. */
export function sentencesOf(text: string): Sentence[] {
  return text
    .split(/(?<=[.!?…][)"'”’]?)\s+|(?<=[。！？])|\n+/u)
    .filter((part) => !part.startsWith('>'))
    .map((part) => wordsOf(part.replace(/^\s*@\S+/u, '')))
    .filter((words) => words.length > 0)
    .map((words) => ({ words, key: words.join(' ') }));
}

/** Whether two are the same but for a word or two, or one stands so in the other. */
export function isNearly(one: Sentence, other: Sentence, fewestWords: number): boolean {
  const shorter = Math.min(one.words.length, other.words.length);
  if (shorter < fewestWords) return false;
  if (one.key === other.key) return true;
  const slack = shorter < 14 ? 1 : 2;
  const known = new Set(one.words);
  const shared = other.words.reduce((count, word) => count + (known.has(word) ? 1 : 0), 0);
  if (shared < shorter - slack) return false;
  return commonLength(one, other) >= shorter - slack;
}

/** The length of the longest common subsequence of the words of two sentences. */
export function commonLength(one: Sentence, other: Sentence): number {
  const [first, second] = internTokens([one.key, other.key], 'unicode');
  return first && second ? longestCommonSubsequence(first, second) : 0;
}
