import { setMaxListeners } from 'node:events';
import { APIConnectionTimeoutError } from 'openai';
import { untilAborted } from '../until-aborted.js';
import { mostBytes, readText } from './read-body.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

interface Limits {
  timeoutMs: number;
  /** Absent: only the deadline ends it. */
  signal?: AbortSignal;
}

interface SendOptions {
  signal: AbortSignal;
  timeout: number;
}

/**
 * An exchange with a server, from connecting to the last byte of the answer: the client's own timeout ends with the
 * headers. Rejects with APIConnectionTimeoutError at its deadline, counted anew from each `restart`, and at once when the
 * signal aborts.
 */
export async function beforeDeadline<Answer>(
  { timeoutMs, signal }: Limits,
  ask: (options: SendOptions, restart: () => void) => Promise<Answer>,
): Promise<Answer> {
  signal?.throwIfAborted();
  const own = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const forward = (): void => {
    own.abort(signal?.reason);
  };
  const restart = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      own.abort(new APIConnectionTimeoutError());
    }, timeoutMs);
  };
  if (signal) setMaxListeners(0, signal); // one signal stops a whole run
  signal?.addEventListener('abort', forward, { once: true });
  restart();
  try {
    return await untilAborted(ask({ signal: own.signal, timeout: timeoutMs }, restart), own.signal);
  } catch (error) {
    throw own.signal.aborted ? own.signal.reason : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', forward);
  }
}

/** What a server answers, as JSON or else as a text. `ask` sends the request; `most` bytes are read. */
export function askJson(
  { most = mostBytes, ...limits }: Limits & { most?: number },
  ask: (options: SendOptions) => { asResponse(): Promise<Response> },
): Promise<unknown> {
  return beforeDeadline(limits, async (options) => parseAnswer(await readText(await ask(options).asResponse(), most)));
}

export function parseAnswer(text: string): unknown {
  try {
    return parseForeignJson(text);
  } catch {
    return text;
  }
}
