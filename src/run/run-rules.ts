import type { Shard } from '../store/locks/shard-lock.js';

/** How a run behaves when things go wrong; none of it changes what is made. */
export interface RunRules {
  /** How long a full disk is waited for, in milliseconds. */
  patienceMs: number;
  /** How long one request may decode, in milliseconds; queueing does not count. */
  deadlineMs: number;
  /** The pauses between the tries of a request: one try more than pauses. */
  retryDelaysMs: readonly number[];
  /** More failed jobs than this end the run. */
  maxFailures: FailureLimit | undefined;
  /** Makes the jobs anew that an earlier run gave up on; otherwise they are left alone. */
  retryFailed: boolean;
  /** The part of the plan that this process makes. */
  shard: Shard;
}

export interface FailureLimit {
  count: number;
  unit: 'jobs' | 'percent';
}

export const usualRules: RunRules = {
  patienceMs: 60_000,
  deadlineMs: 600_000,
  retryDelaysMs: [500, 2000],
  maxFailures: undefined,
  retryFailed: false,
  shard: { index: 1, count: 1 },
};
