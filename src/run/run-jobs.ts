import { SyndiscoError, fail } from '../errors.js';
import { runJob, type RunnableJob } from './run-job.js';
import type { RunContext } from './run-context.js';
import { Stopped } from './stop-request.js';

const failuresInARow = 5;

/** What the workers share. */
interface Course {
  next: number;
  failedInARow: number;
  /** What ends the whole run: a broken disk, a dead engine. */
  fatal?: SyndiscoError;
}

/**
 * Runs jobs side by side, in the order of the plan, about twice as many as the backend has slots, so that a free slot
 * always has a turn waiting. A job that fails is recorded and the others go on; a broken disk or engine ends the run.
 */
export async function runJobs(jobs: readonly RunnableJob[], run: RunContext): Promise<void> {
  const course: Course = { next: 0, failedInARow: 0 };
  const worker = async (): Promise<void> => {
    for (let job = jobs[course.next++]; job && !run.stop.requested; job = jobs[course.next++]) {
      await runGuarded(job, run, course);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, run.backend.slots * 2) }, worker));
  if (course.fatal) throw course.fatal;
}

async function runGuarded(job: RunnableJob, run: RunContext, course: Course): Promise<void> {
  try {
    await runJob(job, run);
    course.failedInARow = 0;
    run.progress.published();
    run.log.debug('published', job.line.id);
  } catch (error) {
    if (error instanceof Stopped || run.stop.signal.aborted) return;
    if (error instanceof SyndiscoError) endRun(error, run, course);
    else await giveUp(job, error, run, course);
  }
}

async function giveUp(job: RunnableJob, error: unknown, run: RunContext, course: Course): Promise<void> {
  const { kind, id } = job.line;
  const story = error instanceof Error ? error.message : String(error);
  run.progress.failed();
  run.log.error(`given up: ${story}`, id);
  await run.store.recordFailure(kind, id, { job: id, at: run.now().toISOString(), story });
  course.failedInARow += 1;
  if (course.failedInARow >= failuresInARow) endRun(engineDead(job, story), run, course);
}

function endRun(error: SyndiscoError, run: RunContext, course: Course): void {
  course.fatal ??= error;
  run.stop.request();
}

function engineDead(job: RunnableJob, story: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_ENGINE_DEAD',
    what: `${failuresInARow} jobs in a row failed, the last one with: ${story}`,
    todo: 'Look at the log, mend the cause and run the same command again: finished jobs are kept.',
    where: { job: job.line.id },
  });
}
