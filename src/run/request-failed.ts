import { ExhaustedRequest, RefusedRequest, type Request } from '../backends/backend.js';
import type { ErrorCode } from '../errors.js';
import { TimedOut } from './within-deadline.js';

/** A request that failed for good; its job fails, and the run continues. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly code: ErrorCode;
  readonly tries: number;

  /** `failures`: the error of each try, in order. */
  constructor({ key }: Request, failures: readonly unknown[]) {
    const last = failures.at(-1);
    super(`request ${key.index} failed: ${messageOf(last)}`, { cause: last });
    this.code = codeOf(last);
    this.tries = failures.reduce<number>((sum, failure) => sum + triesOf(failure), 0);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function triesOf(failure: unknown): number {
  return failure instanceof ExhaustedRequest ? failure.tries : 1;
}

function codeOf(error: unknown): ErrorCode {
  if (error instanceof RefusedRequest) return error.code;
  return error instanceof TimedOut ? 'SYNDISCO_REQUEST_TIMED_OUT' : 'SYNDISCO_REQUEST_FAILED';
}
