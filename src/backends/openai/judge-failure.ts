import { APIError, APIConnectionTimeoutError, APIConnectionError } from 'openai';
import type { Trouble } from './endpoint.js';

/** Timeout, conflict, too early, too many requests: statuses below 500 that may pass. */
const troubles = [408, 409, 425, 429];
const notImplemented = 501;
/** Codes and types of errors, at OpenAI and at llama-server. */
const tooLongNames: readonly unknown[] = ['context_length_exceeded', 'exceed_context_size_error'];
/** Each speaks of the length of the prompt or of the context: that a message speaks of a context says nothing. */
const tooLong = [
  /context[ _-](length|size|window|limit)/i,
  /(prompt|inputs?|messages?|sequence)\b.{0,40}\b(is|are) (too long|longer than)/i,
  /too many (input |prompt )?tokens/i,
  /max(imum)?[ _](model|sequence|input|prompt)[ _]len/i,
  /tokens?\b.{0,40}\bexceeds?\b.{0,20}\bmaximum number of tokens/i,
  /`inputs` tokens \+ `max_new_tokens` must be/,
];
const labelFormat = /response_format|json_schema|structured|guided|grammar/i;

/** What a failed request means for the server, the request or the whole run. */
export type Verdict =
  | { kind: 'trouble'; trouble: Trouble; story: string }
  /** The API key or the model is wrong: no request will ever succeed. */
  | { kind: 'denied'; story: string }
  | { kind: 'too long'; story: string }
  | { kind: 'no system message'; story: string }
  | { kind: 'no label format'; story: string }
  /** The server understood the request and rejected it. */
  | { kind: 'refused'; story: string };

/** The response is not a completion: a page of HTML, an empty list of choices. */
export class NoCompletion extends Error {
  override readonly name = 'NoCompletion';
}

/** `redact` takes secrets out of what the server said, before anything is cut short. */
export function judgeFailure(error: unknown, redact: (text: string) => string = (text) => text): Verdict {
  const story = oneLine(redact(tellStory(error)));
  const status = statusOf(error);
  if (status === notImplemented && labelFormat.test(story)) return { kind: 'no label format', story };
  if (status === undefined || status >= 500 || troubles.includes(status)) {
    const isBusy = status === 429 || status === 503;
    const trouble: Trouble = isBusy ? { kind: 'busy', retryAfterMs: retryAfterMs(error) } : { kind: 'broken' };
    return { kind: 'trouble', trouble, story };
  }
  if ([401, 403, 404].includes(status)) return { kind: 'denied', story };
  return { kind: isTooLong(error, story) ? 'too long' : judgeRefusal(story), story };
}

function isTooLong(error: unknown, story: string): boolean {
  const isNamed = error instanceof APIError && [error.code, error.type].some((name) => tooLongNames.includes(name));
  return isNamed || tooLong.some((pattern) => pattern.test(story));
}

function judgeRefusal(story: string): 'no system message' | 'no label format' | 'refused' {
  if (labelFormat.test(story)) return 'no label format';
  return /system role|system message/i.test(story) ? 'no system message' : 'refused';
}

function statusOf(error: unknown): number | undefined {
  const status: unknown = error instanceof APIError ? error.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

function tellStory(error: unknown): string {
  if (error instanceof APIConnectionTimeoutError) return 'the request timed out';
  if (error instanceof APIConnectionError) return `the connection failed (${causeOf(error)})`;
  if (error instanceof APIError && error.status !== undefined) return `HTTP ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

/** The innermost cause: fetch wraps the original error twice. */
function causeOf(error: Error): string {
  return error.cause instanceof Error ? causeOf(error.cause) : error.message;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').slice(0, 300);
}

/** The Retry-After header, in seconds or as a date; 0 without it. */
function retryAfterMs(error: unknown): number {
  const headers: unknown = error instanceof APIError ? error.headers : undefined;
  const header = headers instanceof Headers ? headers.get('retry-after') : null;
  if (header === null) return 0;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - Date.now();
  return Math.max(0, Number.isFinite(ms) ? ms : 0);
}
