import type { Backend } from '../backends/backend.js';
import { SyndiscoError, fail } from '../errors.js';
import { refuseFailures } from './refuse-failures.js';
import type { RunContext } from './run-context.js';
import { runJob, type RunnableJob } from './run-job.js';
import { Stopped } from './stop-request.js';
import { tellFailure } from './tell-failure.js';

const failuresInARow = 5;

/** State shared by the workers. */
interface Course {
  next: number;
  /** Jobs that have failed since the last success. */
  failedInARow: RunnableJob[];
  /** The error that ends the run: a broken disk, a dead engine. */
  fatal?: Error;
}

/**
 * Runs jobs concurrently, in plan order, at most twice as many as the backends have slots, so that a turn is always
 * waiting when a slot becomes free. A failed job is recorded and the others continue; a broken disk or engine ends the
 * run.
 */
export async function runJobs(jobs: readonly RunnableJob[], run: RunContext): Promise<void> {
  const course: Course = { next: 0, failedInARow: [] };
  const worker = async (): Promise<void> => {
    for (let job = jobs[course.next++]; job && !run.stop.requested; job = jobs[course.next++]) {
      await runGuarded(job, run, course);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs.length, slotsOf(run) * 2) }, worker));
  if (course.fatal !== undefined) throw course.fatal;
}

function slotsOf({ backends }: RunContext): number {
  return [...backends.values()].reduce((sum, { slots }) => sum + slots, 0);
}

async function runGuarded(job: RunnableJob, run: RunContext, course: Course): Promise<void> {
  try {
    await runJob(job, run);
    course.failedInARow = [];
    run.progress.published(job.line.id);
    run.log.debug('published', job.line.id);
  } catch (error) {
    if (error instanceof Stopped || course.fatal !== undefined || run.stop.signal.aborted) return;
    try {
      if (error instanceof SyndiscoError) throw await fatalError(error, job, run);
      await giveUp(job, error, run, course);
    } catch (fatal) {
      if (fatal instanceof Stopped) return;
      course.fatal ??= fatal instanceof Error ? fatal : new Error(String(fatal));
      run.stop.request();
    }
  }
}

/** A document that no reader would accept is a bug. Its job is recorded as failed, so that the next run skips it. */
async function fatalError(error: SyndiscoError, job: RunnableJob, run: RunContext): Promise<SyndiscoError> {
  const { kind, id } = job.line;
  if (error.code === 'SYNDISCO_INTERNAL') await run.store.recordFailure(kind, id, tellFailure(id, error, run.now()));
  return error;
}

/** Records the failure. Throws if the engine is dead, if too many jobs have failed, or Stopped. */
async function giveUp(job: RunnableJob, error: unknown, run: RunContext, course: Course): Promise<void> {
  const { kind, id } = job.line;
  const failure = tellFailure(id, error, run.now());
  run.progress.failed(id);
  run.log.error(`failed: ${failure.story} [${failure.code ?? ''}]`, id);
  await run.store.recordFailure(kind, id, failure);
  course.failedInARow.push(job);
  if (course.failedInARow.length >= failuresInARow) await requireLife(course, failure.story, run);
  refuseFailures(run.progress.now, run.rules.maxFailures);
}

/** If the engines still answer, the jobs were at fault, and the run continues with the others. */
async function requireLife(course: Course, story: string, run: RunContext): Promise<void> {
  const ask = async (backend: Backend): Promise<boolean> => (await backend.isAnswering?.(run.stop.signal)) ?? false;
  const answers = await Promise.all(Array.from(run.backends.values(), ask));
  const isAlive = answers.every(Boolean);
  const { failedInARow } = course;
  if (failedInARow.length < failuresInARow) return; // meanwhile a job succeeded, or another worker made the same check
  if (!isAlive) throw await engineDead(failedInARow, story, run);
  course.failedInARow = [];
  run.log.warn(
    `${failedInARow.length} jobs in a row failed, but the engine still answers: continuing with the other jobs`,
  );
}

/** A dead engine is not the jobs' fault: their failures are cleared, so that the next run retries them. */
async function engineDead(jobs: readonly RunnableJob[], story: string, { store }: RunContext): Promise<SyndiscoError> {
  for (const { line } of jobs) await store.clearFailure(line.kind, line.id);
  return fail({
    code: 'SYNDISCO_ENGINE_DEAD',
    what: `${failuresInARow} jobs in a row failed; the last error was: ${story}`,
    todo: 'Check the log, fix the cause and run the same command again: finished jobs are kept.',
    where: { job: jobs.at(-1)?.line.id ?? '' },
  });
}
