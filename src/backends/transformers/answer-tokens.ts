import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { Writing } from '../written-answers/writing.js';
import { readTokenBytes } from './token-bytes.js';

/** A model's tokens, as answers are written in them. */
export interface AnswerTokens {
  /** The tokens that may follow what is written of an answer, and what is written then. */
  after: (written: Writing) => ReadonlyMap<number, Writing>;
  textOf: (tokens: readonly number[]) => string;
}

interface SortedToken {
  token: number;
  bytes: Uint8Array;
  /** Number of bytes that it begins with in common with the one before. */
  shared: number;
}

/** Opens the tokens of a tokenizer, which are read when they are first asked for. */
export function openAnswerTokens(tokenizer: PreTrainedTokenizer): AnswerTokens {
  let known: { bytes: ReadonlyMap<number, Uint8Array>; sorted: SortedToken[] } | undefined;
  const read = (): NonNullable<typeof known> => {
    const bytes = readTokenBytes(tokenizer);
    return { bytes, sorted: sortTokens(bytes) };
  };
  return {
    after: (written) => walk((known ??= read()).sorted, written),
    textOf: (tokens) => {
      const { bytes } = (known ??= read());
      return Buffer.concat(tokens.map((token) => bytes.get(token) ?? new Uint8Array())).toString();
    },
  };
}

function sortTokens(bytesOf: ReadonlyMap<number, Uint8Array>): SortedToken[] {
  const tokens = Array.from(bytesOf, ([token, bytes]) => ({ token, bytes }));
  tokens.sort((one, other) => Buffer.compare(one.bytes, other.bytes));
  return tokens.map((one, at) => ({ ...one, shared: sharedLength(one.bytes, tokens[at - 1]?.bytes) }));
}

function sharedLength(bytes: Uint8Array, before: Uint8Array = new Uint8Array()): number {
  const differs = bytes.findIndex((byte, at) => byte !== before[at]);
  return differs < 0 ? bytes.length : differs;
}

/** In sorted order, neighbours begin alike: a beginning that no answer has is tried once. */
function walk(tokens: readonly SortedToken[], after: Writing): Map<number, Writing> {
  const next = new Map<number, Writing>();
  /** After each byte of the last token, as far as it was allowed. */
  const path = [after];
  for (const { token, bytes, shared } of tokens) {
    if (shared >= path.length) continue;
    path.length = shared + 1;
    for (let then = path.at(-1); then && path.length <= bytes.length;) {
      then = then.next(bytes[path.length - 1] ?? 0);
      if (then) path.push(then);
    }
    const reached = path[bytes.length];
    if (reached && bytes.length > 0) next.set(token, reached);
  }
  return next;
}
