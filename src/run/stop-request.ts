import { setMaxListeners } from 'node:events';

/**
 * A request for a graceful stop: no further jobs start, turns in progress may finish within the grace period, then
 * generation is aborted. Everything made so far is in the journals.
 */
export interface StopRequest {
  readonly requested: boolean;
  /** Aborts when the grace period is over. */
  readonly signal: AbortSignal;
  /** Why the run is asked to stop, where whoever asked has said so. */
  readonly why: string | undefined;
  request(why?: string): void;
}

/** Thrown inside a job that stopped between two turns; never shown. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
}

export function stopRequest(graceMs: number): StopRequest {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal); // thousands of requests listen to this signal
  let requested = false;
  let reason: string | undefined;
  return {
    get requested() {
      return requested;
    },
    signal: controller.signal,
    get why() {
      return reason;
    },
    request(why) {
      if (requested) return;
      requested = true;
      reason = why;
      setTimeout(() => {
        controller.abort(new Stopped('the grace period is over'));
      }, graceMs).unref();
    },
  };
}
