import { fail } from '../errors.js';
import type { Progress } from './progress.js';
import type { FailureLimit } from './run-rules.js';

/** Throws when more jobs have failed than the limit allows, including those that failed in earlier runs. */
export function refuseFailures({ kind, failed, total }: Readonly<Progress>, limit: FailureLimit | undefined): void {
  if (!limit) return;
  const most = limit.unit === 'jobs' ? limit.count : (limit.count / 100) * total;
  if (failed <= most) return;
  throw fail({
    code: 'SYNDISCO_TOO_MANY_FAILURES',
    what: `${failed} of ${total} ${kind}s have failed; --max-failures allows at most ${limit.count}${limit.unit === 'percent' ? '%' : ''}`,
    todo: 'See failures/ in the run directory, fix the cause, and run the same command again with --retry-failed.',
  });
}
