import type { Completion, Request } from '../backends/backend.js';
import { fail } from '../errors.js';
import { refuseLongPrompts } from '../experiment/check-prompts.js';
import { completeRequest } from '../run/complete-request.js';
import type { JobJournal } from '../run/job-journal.js';
import { trackProgress } from '../run/progress.js';
import { RequestFailed } from '../run/request-failed.js';
import type { RunContext } from '../run/run-context.js';
import { usualRules } from '../run/run-rules.js';
import { stopRequest } from '../run/stop-request.js';
import { watchLabels } from '../run/watch-labels.js';
import { watchReplyRoom } from '../run/watch-reply-room.js';
import type { JobKind } from '../store/run-store.js';
import type { DescribedExperiment } from './describe-experiment.js';
import { memoryStore } from './memory-store.js';

/** Completes the requests of one job that its user drives, with the retries and deadlines of a run. */
export interface Steps {
  run: RunContext;
  complete(requests: readonly Request[]): Promise<readonly Completion[]>;
}

export function openSteps(
  { experiment, model }: DescribedExperiment,
  signal: AbortSignal | undefined,
  kind: JobKind = 'discussion',
): Steps {
  const { backend } = model;
  refuseLongPrompts(experiment, { model: experiment.config.model, backend, own: new Map() });
  const stop = stopRequest(0);
  signal?.addEventListener('abort', () => {
    stop.request();
  });
  const run: RunContext = {
    store: memoryStore(),
    backend,
    log: { error: silent, warn: silent, info: silent, debug: silent },
    stop,
    progress: trackProgress({ kind, total: 1, done: 0, failed: 0 }, silent),
    replyRoom: watchReplyRoom(),
    labels: watchLabels(undefined),
    now: () => new Date(),
    rules: usualRules,
  };
  return { run, complete: (requests) => completeAll(requests, run, signal) };
}

async function completeAll(
  requests: readonly Request[],
  run: RunContext,
  signal: AbortSignal | undefined,
): Promise<readonly Completion[]> {
  signal?.throwIfAborted();
  try {
    return await Promise.all(requests.map((request) => completeRequest(request, noJournal, run)));
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof RequestFailed)) throw error;
    const todo = 'Fix the cause and go on: the same request is asked again.';
    throw fail({ code: error.code, what: `A ${error.message}.`, todo }, error);
  }
}

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
