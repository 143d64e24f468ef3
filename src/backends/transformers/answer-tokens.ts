import type { PreTrainedTokenizer } from '@huggingface/transformers';
import type { Writing } from '../written-answers/writing.js';
import { readTokenBytes } from './token-bytes.js';

/** A model's tokens, as answers are written in them. */
export interface AnswerTokens {
  /** What is written with one more token; undefined if it may not follow. */
  add: (written: Writing, token: number) => Writing | undefined;
  /** All tokens that may follow: takes as long as a step of a small model. */
  after: (written: Writing) => number[];
  textOf: (tokens: readonly number[]) => string;
}

interface SortedToken {
  token: number;
  bytes: string;
  /** Number of bytes that it begins with in common with the one before. */
  shared: number;
}

/** Opens the tokens of a tokenizer, which are read when they are first asked for. */
export function openAnswerTokens(tokenizer: PreTrainedTokenizer): AnswerTokens {
  let read: ReadonlyMap<number, string> | undefined;
  let sorted: SortedToken[] | undefined;
  const bytes = (): ReadonlyMap<number, string> => (read ??= readTokenBytes(tokenizer));
  return {
    add: (written, token) => addBytes(written, bytes().get(token) ?? ''),
    after: (written) => walk((sorted ??= sortTokens(bytes())), written),
    textOf: (tokens) => Buffer.from(tokens.map((token) => bytes().get(token) ?? '').join(''), 'latin1').toString(),
  };
}

function addBytes(written: Writing, bytes: string): Writing | undefined {
  let then: Writing | undefined = bytes === '' ? undefined : written;
  for (let at = 0; then && at < bytes.length; at++) then = then.next(bytes.charCodeAt(at));
  return then;
}

function sortTokens(bytesOf: ReadonlyMap<number, string>): SortedToken[] {
  const tokens = Array.from(bytesOf, ([token, bytes]) => ({ token, bytes })).filter(({ bytes }) => bytes !== '');
  tokens.sort((one, other) => (one.bytes < other.bytes ? -1 : 1));
  return tokens.map((one, at) => ({ ...one, shared: sharedLength(one.bytes, tokens[at - 1]?.bytes) }));
}

function sharedLength(bytes: string, before = ''): number {
  let at = 0;
  while (at < bytes.length && bytes[at] === before[at]) at++;
  return at;
}

/** In sorted order, neighbours begin alike: a beginning that no answer has is tried once. */
function walk(tokens: readonly SortedToken[], written: Writing): number[] {
  const next: number[] = [];
  /** After each byte of the last token, as far as it was allowed. */
  const path = [written];
  for (const { token, bytes, shared } of tokens) {
    if (shared >= path.length) continue;
    path.length = shared + 1;
    let then = path[shared];
    for (let at = shared; then && at < bytes.length; at++) {
      then = then.next(bytes.charCodeAt(at));
      if (then) path.push(then);
    }
    if (then) next.push(token);
  }
  return next;
}
