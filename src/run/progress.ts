import type { JobKind } from '../store/run-store.js';

/** The progress of one kind of job. */
export interface Progress {
  kind: JobKind;
  /** Jobs in the plan. */
  total: number;
  /** Finished documents, including those of earlier processes. */
  done: number;
  /** Jobs that failed, in this process or in an earlier one if they are not retried. */
  failed: number;
  /** Requests completed by this process. */
  completions: number;
  /** What else is worth a look meanwhile. */
  remark?: string;
}

/** Called after every change; must return immediately and never throw. */
export type ProgressListener = (progress: Readonly<Progress>) => void;

/** Counts events and notifies the listener. */
export interface ProgressTracker {
  readonly now: Readonly<Progress>;
  completed(): void;
  published(): void;
  failed(): void;
}

export function trackProgress(
  start: Pick<Progress, 'kind' | 'total' | 'done' | 'failed'>,
  tell: ProgressListener,
): ProgressTracker {
  const now: Progress = { ...start, completions: 0 };
  const count = (what: 'completions' | 'done' | 'failed') => () => {
    now[what] += 1;
    tell(now);
  };
  tell(now);
  return { now, completed: count('completions'), published: count('done'), failed: count('failed') };
}
