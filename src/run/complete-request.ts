import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { RefusedRequest, type Completion, type Request } from '../backends/backend.js';
import { SyndiscoError } from '../errors.js';
import type { JobJournal, RequestName } from './job-journal.js';
import type { RunContext } from './run-context.js';
import { Stopped } from './stop-request.js';

const retryDelaysMs = [500, 2000];

/**
 * The completion of a request: from the journal if it is there, else from the backend and then on disk before anyone
 * sees it. What the backend throws is tried again, three times in all.
 */
export async function completeRequest(request: Request, journal: JobJournal, run: RunContext): Promise<Completion> {
  const name = nameRequest(request);
  const recalled = journal.recall(name);
  if (recalled) return recalled;
  if (run.stop.requested) throw new Stopped();
  const completion = await generate(request, run);
  await journal.append({ ...name, completion });
  run.progress.completed();
  return completion;
}

/** Everything that decides the answer goes into the hash; the order only says when it is made. */
function nameRequest({ key, system, opening, history, closing, sampling, maxTokens, stop }: Request): RequestName {
  const content = JSON.stringify([system, opening, history, closing, sampling, maxTokens, stop]);
  return { ...key, request: createHash('sha256').update(content).digest('hex') };
}

async function generate(request: Request, run: RunContext): Promise<Completion> {
  for (const delayMs of retryDelaysMs) {
    try {
      return await run.backend.generate(request, run.stop.signal);
    } catch (error) {
      if (isFinal(error, run)) throw error;
      run.log.warn(`request ${request.key.index} failed and is tried again: ${String(error)}`);
      await delay(delayMs, undefined, { signal: run.stop.signal });
    }
  }
  return run.backend.generate(request, run.stop.signal);
}

function isFinal(error: unknown, run: RunContext): boolean {
  return error instanceof RefusedRequest || error instanceof SyndiscoError || run.stop.signal.aborted;
}
