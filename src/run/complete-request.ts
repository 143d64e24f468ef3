import type { Backend, Completion, Request } from '../backends/backend.js';
import { sha256 } from '../sha256.js';
import { askBackend } from './ask-backend.js';
import { capReply } from './cap-reply.js';
import type { JobJournal, RequestName } from './job-journal.js';
import type { RunContext } from './run-context.js';
import { Stopped } from './stop-request.js';

/** The completion of a request, from the journal or else from the backend; durable before it is returned. */
export async function completeRequest(
  request: Request,
  journal: JobJournal,
  run: RunContext & { backend: Backend },
): Promise<Completion> {
  const name = nameRequest(request);
  const recalled = journal.recall(name);
  if (recalled) return recalled;
  if (run.stop.requested) throw new Stopped();
  const completion = capReply(await askBackend(request, run));
  await journal.append({ ...name, completion });
  run.progress.completed();
  run.replyRoom.note(request.maxTokens, completion);
  if (request.label) run.labels.note(request.label, completion);
  return completion;
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
