import { APIError } from 'openai';

/** Codes and types of errors, at OpenAI and at llama-server. */
const names: readonly unknown[] = ['context_length_exceeded', 'exceed_context_size_error'];

/** Each speaks of the length of the prompt or of the context: that a message speaks of a context says nothing. */
const patterns = [
  /context[ _-](length|size|window|limit)/i,
  /(prompt|inputs?|messages?|sequence)\b.{0,40}\b(is|are) (too long|longer than)/i,
  /too many (input |prompt )?tokens/i,
  /max(imum)?[ _](model|sequence|input|prompt)[ _]len/i,
  /tokens?\b.{0,40}\bexceeds?\b.{0,20}\bmaximum number of tokens/i,
  /`inputs` tokens \+ `max_new_tokens` must be/,
];

/** Whether a server rejected a request because prompt and reply do not fit the context together. */
export function isTooLong(error: unknown, message: string): boolean {
  const isNamed = error instanceof APIError && [error.code, error.type].some((name) => names.includes(name));
  return isNamed || patterns.some((pattern) => pattern.test(message));
}

/** What the prompt leaves of the context, in the words of vLLM, SGLang, llama-server and OpenAI. */
export function readRoom(message: string): number | undefined {
  const context = /context (?:length|size|window)\D{0,20}(\d+)/i.exec(message)?.[1];
  const prompt =
    /(\d+) (?:tokens from the input|input tokens|(?:tokens )?in the (?:messages|prompt))/i.exec(message)?.[1] ??
    /request \((\d+) tokens\)/i.exec(message)?.[1];
  return context === undefined || prompt === undefined ? undefined : Number(context) - Number(prompt);
}
