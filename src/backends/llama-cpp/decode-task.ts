import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';
import type { TokenSampler } from './batch-port.js';

/** One reply to be made: prompt tokens in, sampled tokens out. */
export interface DecodeTask {
  /** (job, index): what waits is served in this order, never in order of arrival. */
  order: readonly [job: number, index: number];
  /** Evaluation is always split after this many prompt tokens, whether they were kept from before or not. */
  prefixLength: number;
  prompt: readonly Token[];
  sampling: Sampling;
  /** GBNF: the sampled tokens spell a text of this grammar, from the first one on. */
  grammar?: string | undefined;
  signal: AbortSignal;
  /** Called when the task gets its slot for the first time. */
  onStart?: (() => void) | undefined;
  /** Takes each sampled token; false ends the reply, tokens are put into the model's mouth after it. */
  onToken: (token: Token) => boolean | readonly Token[];
}

/** A task with the promise that waits for it. */
export interface QueuedTask {
  task: DecodeTask;
  settle: (error?: unknown) => void;
  /** What was said before the engine ran out of memory, and the state of drawing. */
  suspended?: { sampler: TokenSampler; tokens: readonly Token[] };
}

/** What makes replies of decode tasks. */
export interface Decoder {
  /** Resolves when the task has heard enough; rejects when its signal aborts, the engine fails or is closed. Throws when it is closed already. */
  decode(task: DecodeTask): Promise<void>;
  throwIfClosed(): void;
  /** Lets the step under way end, rejects what is unfinished, and takes no more. */
  close(): Promise<void>;
}
