import { APIError, APIConnectionTimeoutError, APIConnectionError } from 'openai';
import { redact as redactAll } from '../../redact.js';
import type { Brief, Redact } from './redactor.js';
import { isTooLong, readRoom } from './too-long.js';

/** Timeout, conflict, too early, too many requests: statuses below 500 that may pass. */
const troubles = [408, 409, 425, 429];
const notImplemented = 501;
const labelFormat = /response_format|json_schema|structured|guided|grammar/i;

/** Why there was no answer: the server reports that it is busy, or it is broken. */
export interface Trouble {
  kind: 'busy' | 'broken';
  /** The wait that the server asks for, in milliseconds. */
  retryAfterMs?: number;
}

/** What a failed request means for the server, the request or the whole run. */
export type Verdict =
  | { kind: 'trouble'; trouble: Trouble; story: string }
  /** As if the API key or the model were wrong, so that no request would ever succeed. */
  | { kind: 'denied'; story: string }
  /** `room` is what the prompt leaves of the context, if the server says it. */
  | { kind: 'too long'; story: string; room: number | undefined }
  | { kind: 'no system message'; story: string }
  | { kind: 'no label format'; story: string }
  /** The server understood the request and rejected it. */
  | { kind: 'refused'; story: string };

/** The response is not a completion: a page of HTML, an empty list of choices. `said` is what it is instead. */
export class NoCompletion extends Error {
  override readonly name = 'NoCompletion';

  constructor(
    readonly brief: string,
    said?: unknown,
  ) {
    super(said === undefined ? brief : `${brief}: ${startOf(said)}`);
  }
}

/** Shortened to be shown only after secrets are taken out: a part of one would not be recognized. */
function startOf(said: unknown): string {
  return (typeof said === 'string' ? said : JSON.stringify(said)).slice(0, 1_000_000);
}

/** Judges by what the server said; the verdict's story is what may be shown of it. */
export function judgeFailure(error: unknown, redact: Redact): Verdict {
  const said = tellStory(error);
  const story = oneLine(redact(redactAll(said), tellBriefly(error)));
  const status = statusOf(error);
  if (status === notImplemented && labelFormat.test(said)) return { kind: 'no label format', story };
  if (status === undefined || status >= 500 || troubles.includes(status)) {
    const isBusy = status === 429 || status === 503;
    const trouble: Trouble = isBusy ? { kind: 'busy', retryAfterMs: retryAfterMs(error) } : { kind: 'broken' };
    return { kind: 'trouble', trouble, story };
  }
  if ([401, 403, 404].includes(status)) return { kind: 'denied', story };
  return isTooLong(error, said)
    ? { kind: 'too long', story, room: readRoom(said) }
    : { kind: judgeRefusal(said), story };
}

function judgeRefusal(said: string): 'no system message' | 'no label format' | 'refused' {
  if (labelFormat.test(said)) return 'no label format';
  return /system role|system message/i.test(said) ? 'no system message' : 'refused';
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

/** The beginning of the story and the code: all that is shown of an answer that repeats secrets. */
function tellBriefly(error: unknown): Brief {
  if (error instanceof NoCompletion) return { start: error.brief };
  const status = statusOf(error);
  if (!(error instanceof APIError) || status === undefined) return { start: '' };
  return { start: `HTTP ${status}`, ...(typeof error.code === 'string' && { code: error.code }) };
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
