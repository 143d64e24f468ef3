import type { Completion, Request } from '../backends/backend.js';
import { fail } from '../errors.js';
import { refuseLongPrompts } from '../experiment/check-prompts.js';
import { loadKey } from '../plan/group-by-model.js';
import type { Job } from '../plan/job.js';
import { modelsOfJob } from '../plan/models-of-job.js';
import { completeRequest } from '../run/complete-request.js';
import type { JobJournal } from '../run/job-journal.js';
import { openModels, type JobModels } from '../run/models-of-run.js';
import { trackProgress, type JobTracker } from '../run/progress.js';
import { RequestFailed } from '../run/request-failed.js';
import type { RunContext } from '../run/run-context.js';
import { usualRules } from '../run/run-rules.js';
import { stopRequest } from '../run/stop-request.js';
import { watchLabels } from '../run/watch-labels.js';
import { watchReplyRoom } from '../run/watch-reply-room.js';
import type { DescribedExperiment } from './open-described.js';
import { speakingOfOptions } from './in-option-words.js';
import { memoryStore } from './memory-store.js';

/** Completes the requests of one job that its user drives, with the retries and deadlines of a run. */
export interface Steps {
  now: RunContext['now'];
  models: JobModels['identities'];
  complete(requests: readonly Request[]): Promise<readonly Completion[]>;
}

export function openSteps(
  { experiment, models }: DescribedExperiment,
  job: Job,
  signal: AbortSignal | undefined,
): Steps {
  const needed = modelsOfJob(job);
  const backends = new Map(needed.map(({ config }) => [loadKey(config), models(config).backend]));
  const { identities, backendOf } = openModels({ models: needed }, { backends });
  for (const { config: model } of needed)
    refuseLongPrompts(experiment, { model, backend: models(model).backend, own: new Map() });
  const stop = stopRequest(0);
  signal?.addEventListener('abort', () => {
    stop.request();
  });
  const run: RunContext = {
    store: memoryStore(),
    backends,
    log: { error: silent, warn: silent, info: silent, debug: silent },
    stop,
    progress: trackProgress({ kind: job.kind, jobs: [], now: () => new Date() }, silent),
    replyRoom: watchReplyRoom(),
    labels: watchLabels(undefined),
    budget: undefined,
    now: () => new Date(),
    rules: usualRules,
  };
  const complete = (request: Request): Promise<Completion> =>
    completeRequest(request, noJournal, { ...run, backend: backendOf(request), tracker: untracked });
  return { now: run.now, models: identities, complete: (requests) => completeAll(requests, complete, signal) };
}

async function completeAll(
  requests: readonly Request[],
  complete: (request: Request) => Promise<Completion>,
  signal: AbortSignal | undefined,
): Promise<readonly Completion[]> {
  signal?.throwIfAborted();
  try {
    return await Promise.all(requests.map(complete));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof RequestFailed)) throw error;
    const todo = 'Fix the cause and go on: the same request is asked again.';
    const [initial = '', ...letters] = error.message.replace(/\.$/, '');
    const what = `${initial.toUpperCase()}${letters.join('')}.`;
    return speakingOfOptions(() => Promise.reject(fail({ code: error.code, what, todo }, error)));
  }
}

const untracked: JobTracker = { recalled: silent, completed: silent, end: silent };

/** The caller keeps the completions. */
const noJournal: JobJournal = {
  recall: () => undefined,
  append: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  abandon: () => Promise.resolve(),
};

function silent(): void {
  return undefined;
}
