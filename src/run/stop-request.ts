import { setMaxListeners } from 'node:events';

/**
 * A polite request to stop: no job is admitted any more, turns that are being made may finish within the grace
 * period, then generation is aborted. What was made is in the journals.
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
  setMaxListeners(0, controller.signal); // thousands of requests listen to it
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
