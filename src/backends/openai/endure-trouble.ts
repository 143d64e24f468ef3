import { setTimeout as sleep } from 'node:timers/promises';
import { ExhaustedRequest } from '../backend.js';
import { untilAborted } from '../until-aborted.js';
import type { EndpointPool } from './endpoint-pool.js';
import type { Endpoint } from './endpoint.js';
import type { Trouble } from './judge-failure.js';

/** Tries of a request that its server lets fail while it completes others. */
const mostOwnFailures = 5;
const firstDelayMs = 250;
const longestDelayMs = 30_000;

/** The failures of one request, which is tried again and again. */
export interface Ordeal {
  failures: number;
  /** Those for which the servers are not to blame. */
  ownFailures: number;
  /** When it failed for the first time. */
  firstFailureAt: number;
  /** What a server has answered since then was answered beside this request. */
  since: number;
}

export function newOrdeal(): Ordeal {
  const now = Date.now();
  return { failures: 0, ownFailures: 0, firstFailureAt: now, since: now };
}

interface FailedTry {
  endpoint: Endpoint;
  trouble: Trouble;
  story: string;
}

/**
 * Waits until the request may be tried again. Throws ExhaustedRequest when the failures are the request's own, and
 * SYNDISCO_ENGINE_DEAD when no server completes anything any more.
 */
export async function endureTrouble(
  pool: EndpointPool,
  ordeal: Ordeal,
  { failed, signal }: { failed: FailedTry; signal: AbortSignal },
): Promise<void> {
  if (ordeal.failures++ === 0) ordeal.firstFailureAt = Date.now();
  await untilAborted(pool.requireLife(failed.story), signal);
  if (await untilAborted(isSpent(pool, ordeal, failed), signal))
    throw new ExhaustedRequest(
      `the servers complete other requests, but not this one: ${failed.story}`,
      ordeal.failures,
    );
  ordeal.since = Date.now();
  await untilAborted(sleep(delayMs(ordeal.failures - 1)), signal);
}

/** A busy server means nobody in particular, unless it goes on meaning this request for as long as patience lasts. */
async function isSpent(pool: EndpointPool, ordeal: Ordeal, { endpoint, trouble }: FailedTry): Promise<boolean> {
  const isBusy = trouble.kind === 'busy';
  if (isBusy && (ordeal.failures < mostOwnFailures || Date.now() - ordeal.firstFailureAt < pool.patienceMs))
    return false;
  if (!(await pool.completesOthers(endpoint, ordeal.since))) return false;
  ordeal.ownFailures += 1;
  return isBusy || ordeal.ownFailures >= mostOwnFailures;
}

/** Half of it fixed, half of it drawn, so that requests that failed together do not come back together. */
function delayMs(failures: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
  return delay / 2 + Math.random() * (delay / 2);
}
