import { setMaxListeners } from 'node:events';

/**
 * A request for a graceful stop: no further jobs start, turns in progress may finish within the grace period, then
 * generation is aborted. Everything made so far is in the journals.
 */
export interface StopRequest {
  readonly requested: boolean;
  /** Aborts when the grace period is over. */
  readonly signal: AbortSignal;
  request(): void;
}

/** Thrown inside a job that stopped between two turns; never shown. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function stopRequest(graceMs: number): StopRequest {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // thousands of requests listen to this signal
  let requested = false;
  return {
    get requested() {
      return requested;
    },
    signal: controller.signal,
    request() {
      if (requested) return;
      requested = true;
      setTimeout(() => {
        controller.abort(new Stopped('the grace period is over'));
      }, graceMs).unref();
    },
  };
}
