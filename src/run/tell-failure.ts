import { SyndiscoError, type ErrorCode } from '../errors.js';
import type { Failure } from '../generated/failure.js';
import { RequestFailed, messageOf } from './request-failed.js';

/** The record of a failed job, as stored in failures/<job id>.json. */
export function tellFailure(job: string, error: unknown, at: Date): Omit<Failure, 'kind'> {
  const causes = causesOf(error);
  return {
    job,
    at: at.toISOString(),
    story: messageOf(error),
    code: codeOf(error),
    tries: error instanceof RequestFailed ? error.tries : 1,
    ...(causes.length > 0 && { causes }),
  };
}

function codeOf(error: unknown): ErrorCode {
  return error instanceof RequestFailed || error instanceof SyndiscoError ? error.code : 'SYNDISCO_INTERNAL';
}

/** Outermost first; the limit guards against cyclic `cause` chains. */
function causesOf(error: unknown): string[] {
  const causes: string[] = [];
  let at = error;
  while (at instanceof Error && at.cause !== undefined && causes.length < 20) {
    at = at.cause;
    causes.push(messageOf(at));
  }
  return causes;
}
