import type { Shard } from '../store/locks/shard-lock.js';

/** How a run handles faults and which part of the plan it makes; no rule affects the content of documents. */
export interface RunRules {
  /** How long to wait for space on a full disk, in milliseconds. */
  patienceMs: number;
  /** How long one request may decode, in milliseconds, excluding queueing. */
  deadlineMs: number;
  /** The pauses between the tries of a request; there is one more try than there are pauses. */
  retryDelaysMs: readonly number[];
  /** The run ends when more jobs than this have failed. */
  maxFailures: FailureLimit | undefined;
  /** The run ends when more than this share of labels is invalid. */
  maxInvalidLabels: number | undefined;
  /** Whether to retry the jobs that failed in earlier runs; otherwise they are skipped. */
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
  maxInvalidLabels: undefined,
  retryFailed: false,
  shard: { index: 1, count: 1 },
};
