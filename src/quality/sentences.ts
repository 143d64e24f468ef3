import { internTokens, longestCommonSubsequence } from '../analysis/rouge-l.js';
import { lastOf } from './last-of.js';

/** A sentence, or a line, as its words. */
export interface Sentence {
  words: readonly string[];
  set: ReadonlySet<string>;
  /** Equal for equal words in the same order. */
  key: string;
}

const wordPattern = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*/gu;

/** The words of a text in lower case. A script without spaces gives one word for a run of letters. */
export const wordsOf = lastOf((text: string): readonly string[] => text.toLowerCase().match(wordPattern) ?? []);

/** Lines that quote (`> …`) and names that are addressed are left out. */
export const sentencesOf = lastOf((text: string): readonly Sentence[] =>
  text
    .split(/(?<=[.!?…][)"'”’]?)\s+|(?<=[。！？])|\n+/u)
    .filter((part) => !part.startsWith('>'))
    .map(
      (part) =>
        part
          .replace(/^\s*@\S+/u, '')
          .toLowerCase()
          .match(wordPattern) ?? [],
    )
    .filter((words) => words.length > 0)
    .map(asSentence),
);

/** Most sentences are never compared, so what that takes is made only when they are. */
function asSentence(words: readonly string[]): Sentence {
  let set: ReadonlySet<string> | undefined;
  let key: string | undefined;
  return {
    words,
    get key() {
      return (key ??= words.join(' '));
    },
    get set() {
      return (set ??= new Set(words));
    },
  };
}

export function joined(sentences: readonly Sentence[]): Sentence {
  return asSentence(sentences.flatMap(({ words }) => words));
}

/** Whether two are the same but for a word or two, or one stands so in the other. */
export function isNearly(one: Sentence, other: Sentence, fewestWords: number): boolean {
  const shorter = Math.min(one.words.length, other.words.length);
  if (shorter < fewestWords) return false;
  return isWithin(one, other, shorter < 14 ? 1 : 2);
}

/** Whether all words of the shorter one but for `slack` of them stand in the other, in the same order. */
export function isWithin(one: Sentence, other: Sentence, slack: number): boolean {
  if (one.words.length === other.words.length && one.key === other.key) return true;
  const [shorter, longer] = one.words.length <= other.words.length ? [one, other] : [other, one];
  let missing = 0;
  for (const word of shorter.words) {
    if (longer.set.has(word)) continue;
    missing += 1;
    if (missing > slack) return false;
  }
  const [first, second] = internTokens([one.key, other.key], 'unicode');
  return first && second ? longestCommonSubsequence(first, second) >= shorter.words.length - slack : false;
}
