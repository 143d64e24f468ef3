/** Which runs of characters are tokens: a–z and 0–9, as Python's `rouge_score`, or letters and digits of any script. */
export type TokenRule = 'latin' | 'unicode';

export interface Diversity {
  /** 1 − mean ROUGE-L F over all pairs, from 0 (the same words in the same order) to 1; undefined without a pair. */
  diversity: number | undefined;
  pairs: number;
  /** Pairs in which a text has no token: their F is 0, although nothing is known about their words. */
  pairsWithoutTokens: number;
}

/** Diversity of texts by ROUGE-L (Lin 2004), equal to `rouge_score` without stemming to 1e-9. */
export function diversityOf(texts: readonly string[], rule: TokenRule = 'latin'): Diversity {
  const tokens = internTokens(texts, rule);
  const pairs = (texts.length * (texts.length - 1)) / 2;
  if (pairs === 0) return { diversity: undefined, pairs: 0, pairsWithoutTokens: 0 };
  const vocabulary = tokens.reduce(
    (largest, text) => text.reduce((high, token) => Math.max(high, token + 1), largest),
    0,
  );
  let [sum, pairsWithoutTokens] = [0, 0];
  tokens.forEach((first, index) => {
    const masks = first.length > 0 ? positionMasks(first, vocabulary) : undefined;
    for (const second of tokens.slice(index + 1)) {
      if (masks && second.length > 0) sum += fMeasure(countCommon(masks, second), first.length, second.length);
      else pairsWithoutTokens += 1;
    }
  });
  return { diversity: 1 - sum / pairs, pairs, pairsWithoutTokens };
}

/** The tokens of each text as numbers from 0, equal for equal tokens. */
export function internTokens(texts: readonly string[], rule: TokenRule = 'latin'): Int32Array[] {
  const numbers = new Map<string, number>();
  return texts.map((text) => {
    const tokens = text.toLowerCase().match(patterns[rule]) ?? [];
    return Int32Array.from(tokens, (token) => {
      const known = numbers.get(token);
      if (known !== undefined) return known;
      numbers.set(token, numbers.size);
      return numbers.size - 1;
    });
  });
}

const patterns: Readonly<Record<TokenRule, RegExp>> = { latin: /[a-z0-9]+/g, unicode: /[\p{L}\p{M}\p{N}]+/gu };

/** The length of the longest common subsequence of two texts of interned tokens. */
export function longestCommonSubsequence(first: Int32Array, second: Int32Array): number {
  if (first.length === 0 || second.length === 0) return 0;
  const vocabulary = Math.max(...first, ...second) + 1;
  return countCommon(positionMasks(first, vocabulary), second);
}

/** For each token, the positions in a text where it stands, as a set of bits in words of 16. */
interface Masks {
  words: number;
  length: number;
  bits: Uint32Array;
}

/**
 * 16 bits to a word: a sum of two words and a carry stays an exact 32-bit integer, so that no step of the inner loop
 * leaves integer arithmetic.
 */
const bitsPerWord = 16;
const fullWord = 0xffff;

function positionMasks(text: Int32Array, vocabulary: number): Masks {
  const words = Math.ceil(text.length / bitsPerWord);
  const bits = new Uint32Array(vocabulary * words);
  text.forEach((token, position) => {
    const at = token * words + Math.floor(position / bitsPerWord);
    bits[at] = (bits[at] ?? 0) | (1 << (position % bitsPerWord));
  });
  return { words, length: text.length, bits };
}

/**
 * Bit-parallel LCS (Hyyrö 2004): V starts as all ones; for each token with positions M, U = V & M and
 * V = (V + U) | (V & ~M). The zeros that are left in V are the length.
 */
function countCommon({ words, length, bits }: Masks, text: Int32Array): number {
  const state = new Uint32Array(words).fill(fullWord);
  for (const token of text) {
    const row = token * words;
    let carry = 0;
    for (let word = 0; word < words; word += 1) {
      const [before, mask] = [state[word] ?? 0, bits[row + word] ?? 0];
      const sum = before + (before & mask) + carry;
      carry = sum >>> bitsPerWord;
      state[word] = (sum & fullWord) | (before & ~mask);
    }
  }
  let common = 0;
  for (let position = 0; position < length; position += 1) {
    common += 1 - (((state[Math.floor(position / bitsPerWord)] ?? 0) >>> (position % bitsPerWord)) & 1);
  }
  return common;
}

function fMeasure(common: number, first: number, second: number): number {
  if (common === 0) return 0;
  const [precision, recall] = [common / second, common / first];
  return (2 * precision * recall) / (precision + recall);
}
