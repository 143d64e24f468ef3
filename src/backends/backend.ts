import type { Completion } from '../generated/completion.js';
import type { ModelIdentity } from '../generated/discussion.js';
import type { LabelSpecification } from './label.js';

export type { Completion, ModelIdentity };

export interface Sampling {
  temperature: number;
  topP: number;
  topK?: number;
  minP?: number;
  /** Unsigned 32-bit. The same request with the same seed gives the same text if it runs alone in the engine. */
  seed: number;
}

/** Identifies a request within its job: `index` is the turn or the comment, `try` counts resamples from 0. */
interface RequestKey {
  index: number;
  try: number;
}

/** What an actor is asked: a system text, then one user message of an opening, history blocks and a closing line. */
export interface Request {
  key: RequestKey;
  /** (place of the job in the plan, index in the job): an engine serves waiting requests in this order. */
  order: readonly [job: number, index: number];
  /** The part that is the same from turn to turn; the cacheable prefix ends where it ends. */
  system: string;
  /** Comes before the history and is never dropped; may be empty. */
  opening: string;
  /** Oldest first. Blocks that do not fit into the context are dropped from the front. */
  history: readonly string[];
  /** Ends the user message, for example `User anna posted:`. */
  closing: string;
  sampling: Sampling;
  maxTokens: number;
  /** Generation ends before any of these strings. */
  stop: readonly string[];
  /** The reply must be a label of this form; engines that support it constrain the model to it. */
  label?: LabelSpecification;
}

/** Thrown by `generate` if a retry cannot help; a request that fails with any other error is retried. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
}

export type OnStart = () => void;

/** Completes requests. Its loader throws a `SyndiscoError` if the model cannot be used. */
export interface Backend {
  readonly model: ModelIdentity;
  /** Number of requests it can usefully have in flight. */
  readonly slots: number;
  /**
   * Rejects when `signal` aborts. Calls `onStart` once, when the engine starts to work on the request and not when it
   * queues it: the run's deadline counts from there, and does not apply to a backend that never calls it.
   */
  generate(request: Request, signal: AbortSignal, onStart?: OnStart): Promise<Completion>;
  /** Number of tokens of a text, if the engine can count them. */
  countTokens?(text: string): number;
  close(): Promise<void>;
}

/** The user message of a request, with the history blocks that were not dropped. */
export function userMessage(request: Request, history: readonly string[] = request.history): string {
  const blocks = history.map((block) => `${block}\n\n`).join('');
  return `${request.opening}${blocks}${request.closing}`;
}
