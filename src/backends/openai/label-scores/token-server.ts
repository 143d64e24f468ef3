import type { ChatCompletionMessageParam } from 'openai/resources/chat/completions';

/** The natural logarithms of the probabilities of the likeliest next tokens, and of the one that was forced. */
export type NextTokens = ReadonlyMap<number, number>;

/** What a server says about the tokens that may follow each prompt. */
interface Reading {
  /** In the order of what was asked. */
  next: readonly NextTokens[];
  /** The model that the server names; undefined if it names none. */
  model: string | undefined;
}

/** A server that takes a prompt as tokens, and reports the probabilities of the tokens that may follow. */
export interface TokenServer {
  /** The tokens of a prompt, as the server's chat template renders it for a chat completion. */
  render(messages: readonly ChatCompletionMessageParam[]): Promise<readonly number[]>;
  encode(text: string): Promise<readonly number[]>;
  decode(tokens: readonly number[]): Promise<string>;
  /** Has one token generated after each prompt. */
  read(asked: readonly Reads[]): Promise<Reading>;
}

export interface Reads {
  prompt: readonly number[];
  /** The token to generate, which is then reported however unlikely it is. */
  forced?: number;
}

export interface Connection {
  /** Posts to an address below `/v1` (`completions`) or beside it (`/tokenize`). */
  post: (path: string, body: object) => Promise<unknown>;
  model: string;
  /** What the chat template is given: `chat_template_kwargs`, if anything. */
  variables: object;
}

/** Servers report this many of the likeliest tokens; vLLM no more unless it is told to. */
export const listedTokens = 20;

/** A reply has this form in no version of the server that is known. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
}

export function textIn(answer: unknown, key: string): string {
  const text = valueIn(answer, key);
  if (typeof text !== 'string') throw new UnreadableAnswer(`the answer has no ${key}`);
  return text;
}

export function tokensIn(answer: unknown): number[] {
  const tokens = valueIn(answer, 'tokens');
  if (!Array.isArray(tokens) || !tokens.every((token) => Number.isSafeInteger(token)))
    throw new UnreadableAnswer('the answer has no tokens');
  return tokens as number[];
}

export function listIn(answer: unknown, key: string): unknown[] {
  const list = valueIn(answer, key);
  if (!Array.isArray(list)) throw new UnreadableAnswer(`the answer has no ${key}`);
  return list;
}

export function valueIn(answer: unknown, key: string | number): unknown {
  return typeof answer === 'object' && answer !== null ? (Reflect.get(answer, key) as unknown) : undefined;
}

export function modelIn(answer: unknown): string | undefined {
  const model = valueIn(answer, 'model');
  return typeof model === 'string' && model !== '' ? model : undefined;
}
