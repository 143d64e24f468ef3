import type { Backend, Completion, Request } from '../backends/backend.js';
import { sha256 } from '../sha256.js';
import { askBackend } from './ask-backend.js';
import type { JobJournal, RequestName } from './job-journal.js';
import type { JobTracker } from './progress.js';
import type { RunContext } from './run-context.js';
import { Stopped } from './stop-request.js';
import { tellCeiling } from './token-budget.js';

/** The completion of a request, from the journal or else from the backend; durable before it is returned. */
export async function completeRequest(
  request: Request,
  journal: JobJournal,
  run: RunContext & { backend: Backend; tracker: JobTracker },
): Promise<Completion> {
  const name = nameRequest(request);
  const recalled = journal.recall(name);
  if (recalled) {
    run.tracker.recalled();
    return recalled;
  }
  if (run.stop.requested) throw new Stopped();
  const completion = await askWithin(run.budget, request, run);
  await journal.append({ ...name, completion });
  run.tracker.completed(completion);
  run.replyRoom.note(request.maxTokens, completion);
  if (request.label) run.labels.note(request.label, completion);
  return completion;
}

/** Stops the run in place of a request that no longer fits into its token budget. */
async function askWithin(
  budget: RunContext['budget'],
  request: Request,
  run: RunContext & { backend: Backend },
): Promise<Completion> {
  if (budget?.admit() === false) {
    const why = tellCeiling(budget);
    if (!run.stop.requested) run.log.warn(why);
    run.stop.request(why);
    throw new Stopped();
  }
  let completion: Completion | undefined;
  try {
    completion = await askBackend(request, run);
    return completion;
  } finally {
    budget?.settle(completion);
  }
}

/** Hashes everything that decides the completion. `order` only decides when it is made, so it is left out. */
export function nameRequest({ key, ...request }: Request): RequestName {
  const { system, opening, history, closing, earlierClosing, separator, sampling, maxTokens, stop, label } = request;
  const parts = [system, opening, history, closing, sampling, maxTokens, stop];
  const content = JSON.stringify([
    ...parts,
    ...(label ? [label] : []),
    ...(separator === undefined ? [] : [{ separator }]),
    ...(earlierClosing === undefined ? [] : [{ earlierClosing }]),
  ]);
  return { ...key, request: sha256(content) };
}
