import type { NotifyEvent } from '../../config/notify-config.js';
import { SyndiscoError } from '../../errors.js';
import type { JobTally } from './tally-jobs.js';

/** How a command ended. */
export type RunEnd = { error: unknown } | { exitCode: number };

export interface ToTell {
  event: NotifyEvent;
  reason: string;
  /** The same again is told at most once an hour. Undefined: always. */
  key?: string;
}

interface Course {
  jobs: JobTally;
  /** Why the last session was asked to stop. */
  why: string | undefined;
  /** A model was stopped, which was told when it happened. */
  isStoppedByQuality: boolean;
}

const interrupted = 130;

/**
 * What to tell of an end; undefined if nobody needs to know: nothing was left to make, another process is at work, or
 * somebody pressed Ctrl-C.
 */
export function judgeEnd(end: RunEnd, { jobs, why, isStoppedByQuality }: Course): ToTell | undefined {
  if ('error' in end) return judgeError(end.error);
  const { exitCode } = end;
  if (exitCode <= 1 && !jobs.isChanged) return undefined;
  if (exitCode <= 1 && jobs.failed === 0) return { event: 'done', reason: '' };
  if (exitCode <= 1) return { event: 'failed', reason: jobs.describeFailed() };
  if (exitCode === interrupted || (isStoppedByQuality && why === undefined)) return undefined;
  return { event: 'stopped', reason: why ?? 'not everything is made', key: `stopped ${exitCode}` };
}

function judgeError(error: unknown): ToTell | undefined {
  if (!(error instanceof SyndiscoError))
    return { event: 'failed', reason: `a bug: ${String(error)}`, key: 'failed bug' };
  if (error.code === 'SYNDISCO_RUN_BUSY') return undefined;
  return { event: 'failed', reason: error.message, key: `failed ${error.code}` };
}
