import type { Completion, Request } from '../backends/backend.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { ActorModel } from '../plan/job.js';
import { completeRequest } from './complete-request.js';
import { openJobJournal } from './job-journal.js';
import { openModels } from './models-of-run.js';
import type { RunContext } from './run-context.js';
import type { RunLog } from './run-log.js';
import { stampDocument } from './stamp-document.js';
import { waitForRoom } from './wait-for-room.js';

/** A planned job that can be started. */
export interface RunnableJob {
  line: PlanLine;
  /** The models that make it, of which the first is the document's. */
  models: readonly [ActorModel, ...ActorModel[]];
  /** Requests, as planned. */
  turns: number;
  /** Decides which shard makes it. */
  share?: number;
  /** Planned, but not to be made: its discussion is left out on purpose. */
  isWithdrawn?: boolean;
  /** Loads what the job reads and opens its generator. */
  start(): Promise<JobGenerator<object>>;
}

/** The story of a job: fold its journals, drive its generator, publish its document. */
export async function runJob(job: RunnableJob, wholeRun: RunContext): Promise<void> {
  const run = { ...wholeRun, log: namingJob(wholeRun.log, job.line.id) };
  const generator = await job.start();
  const models = openModels(job, run);
  const journal = await openJobJournal(job.line, { run, models });
  const tracker = run.progress.start(job.line.id);
  try {
    const draft = await drive(generator, (request) =>
      completeRequest(request, journal, { ...run, backend: models.backendOf(request), tracker }),
    );
    await journal.finish();
    const document = stampDocument(draft, job.line, { now: run.now, models: models.identities });
    await waitForRoom(() => run.store.publish(job.line.kind, job.line.id, document), run);
    await run.store.clearFailure(job.line.kind, job.line.id);
  } catch (error) {
    await journal.abandon();
    throw error;
  } finally {
    tracker.end();
  }
}

/** A log that names the job in every line. */
function namingJob(log: RunLog, job: string): RunLog {
  const naming = (level: keyof RunLog) => (text: string) => {
    log[level](text, job);
  };
  return { error: naming('error'), warn: naming('warn'), info: naming('info'), debug: naming('debug') };
}

/** Feeds a generator the completions of its requests, all requests of a step at once, until it returns its document. */
export async function drive(
  generator: JobGenerator<object>,
  complete: (request: Request) => Promise<Completion>,
): Promise<object> {
  let step = generator.next([]);
  while (!step.done) {
    const answers = await Promise.allSettled(step.value.map(complete));
    const completions = answers.map((answer) => {
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    });
    step = generator.next(completions);
  }
  return step.value;
}
