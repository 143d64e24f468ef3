import type { JobKind } from '../store/run-store.js';

/** How far one kind of job has come. */
export interface Progress {
  kind: JobKind;
  /** Jobs in the plan. */
  total: number;
  /** Finished documents, those of earlier processes included. */
  done: number;
  /** Jobs that were given up, by this process or an earlier one whose failures stand. */
  failed: number;
  /** Requests that this process had completed. */
  completions: number;
}

/** Told after every change; must return at once and never throw. */
export type ProgressListener = (progress: Readonly<Progress>) => void;

/** Counts what happens and tells a listener. */
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
