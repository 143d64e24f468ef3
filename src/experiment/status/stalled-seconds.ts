import type { Status } from '../../generated/status.js';
import { secondsBetween } from './seconds-between.js';

/** A little longer than a request may take, if the config does not say otherwise (`notify.stalled_after_s`). */
export const usualStallSeconds = 600;

/**
 * For how long no reply has come, if that is so long that the run counts as stalled: what the progress block and `status`
 * show, and what is notified. With nothing left to make, as during an export, no reply is expected.
 */
export function stalledSeconds(status: Status, now: Date): number | undefined {
  const { at, state, quiet_s: quiet, last_reply_at: last, started_at: started, loading, progress } = status;
  const isWorkLeft = progress.length === 0 || progress.some(({ done, failed, total }) => done + failed < total);
  if (state === 'ended' || !(isWorkLeft || loading === true)) return undefined;
  const since = last ?? started;
  // Measured by the process until it wrote the status, and by this host's clock from then on.
  const seconds = quiet === undefined ? since && secondsBetween(since, now) : quiet + secondsBetween(at, now);
  const limit = status.stalled_after_s ?? usualStallSeconds;
  return typeof seconds === 'number' && seconds >= limit ? seconds : undefined;
}
