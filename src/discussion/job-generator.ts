import type { Completion, Request } from '../backends/backend.js';

/**
 * A job as a generator: it yields the requests it needs next, receives their completions in the same order, and returns
 * the finished document. It does no I/O, reads no clock and draws only from keyed streams, so that running it again on
 * the journalled completions resumes it.
 */
export type JobGenerator<Document> = Generator<readonly Request[], Document, readonly Completion[]>;

/** Yields one request and returns its completion. */
export function* ask(request: Request): Generator<readonly Request[], Completion, readonly Completion[]> {
  const [completion] = yield [request];
  if (!completion) throw new Error(`no completion for request ${request.key.index}`);
  return completion;
}
