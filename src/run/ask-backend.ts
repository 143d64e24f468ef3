import { setTimeout as delay } from 'node:timers/promises';
import { ExhaustedRequest, RefusedRequest, type Backend, type Completion, type Request } from '../backends/backend.js';
import { SyndiscoError } from '../errors.js';
import { redactValue } from '../redact.js';
import { capReply } from './cap-reply.js';
import { RequestFailed, messageOf } from './request-failed.js';
import { requireReadable } from './require-readable.js';
import type { RunContext } from './run-context.js';
import { Stopped } from './stop-request.js';
import { withinDeadline } from './within-deadline.js';

type Asking = Pick<RunContext, 'rules' | 'stop' | 'log'> & { backend: Backend };

/**
 * Asks the backend, retrying after a pause when it throws or times out, as often as the rules allow; then throws
 * RequestFailed. A request that was refused, or that the engine itself has already retried, is not retried here, nor is
 * one whose completion could not be read back.
 */
export async function askBackend(request: Request, run: Asking): Promise<Completion> {
  const before: unknown[] = [];
  for (;;) {
    try {
      return await askOnce(request, run);
    } catch (error) {
      if (error instanceof SyndiscoError || error instanceof Stopped || run.stop.signal.aborted) throw error;
      const pauseMs = run.rules.retryDelaysMs[before.length];
      if (isFinal(error) || pauseMs === undefined) throw new RequestFailed(request, [...before, error]);
      before.push(error);
      if (run.stop.requested) throw new Stopped();
      run.log.warn(`request ${request.key.index} failed and will be retried: ${messageOf(error)}`);
      await delay(withJitter(pauseMs), undefined, { signal: run.stop.signal });
    }
  }
}

function isFinal(error: unknown): boolean {
  return error instanceof RefusedRequest || error instanceof ExhaustedRequest;
}

/** The one way from an engine into a journal. */
async function askOnce(request: Request, { backend, rules, stop }: Asking): Promise<Completion> {
  const limits = { deadlineMs: rules.deadlineMs, signal: stop.signal };
  const completion = await withinDeadline(limits, (signal, onStart) => backend.generate(request, signal, onStart));
  requireReadable(completion, request, backend);
  return redactValue(capReply(completion));
}

/** Jitter, so that requests that failed together are not retried together. */
function withJitter(pauseMs: number): number {
  return pauseMs * (0.75 + Math.random() / 2);
}
