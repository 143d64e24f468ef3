import { setTimeout as delay } from 'node:timers/promises';
import { SyndiscoError } from '../errors.js';
import type { RunContext } from './run-context.js';

/** The pauses before each retry, as fractions of the patience. */
const retryAt = [0.1, 0.3, 0.6];

/** Runs `work`, and retries while the disk is full, within the run's patience. Every other error is rethrown. */
export async function waitForRoom<Value>(work: () => Promise<Value>, run: RunContext): Promise<Value> {
  for (const share of retryAt) {
    try {
      return await work();
    } catch (error) {
      if (!isDiskFull(error)) throw error;
      const waitMs = share * run.rules.patienceMs;
      run.log.warn(`${error.message}; retrying in ${Math.round(waitMs / 1000)} s`);
      await delay(waitMs, undefined, { signal: run.stop.signal });
    }
  }
  return work();
}

export function isDiskFull(error: unknown): error is SyndiscoError {
  return error instanceof SyndiscoError && error.code === 'SYNDISCO_DISK_FULL';
}
