import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';
import type { TokenSampler } from './batch-port.js';

/** One reply to make: prompt tokens in, sampled tokens out. */
export interface DecodeTask {
  /** (job, index): waiting tasks are served in this order, never in order of arrival. */
  order: readonly [job: number, index: number];
  /** Evaluation is always split after this many prompt tokens, whether or not they are cached. */
  prefixLength: number;
  prompt: readonly Token[];
  sampling: Sampling;
  /** GBNF that the reply must match from its first token on. */
  grammar?: string | undefined;
  signal: AbortSignal;
  /** Called when the task gets its slot for the first time. */
  onStart?: (() => void) | undefined;
  /**
   * Receives each sampled token. Returns false to end the reply, or tokens to insert after it as if they had been
   * sampled.
   */
  onToken: (token: Token) => boolean | readonly Token[];
}

/** A task and the callback that settles its promise. */
export interface QueuedTask {
  task: DecodeTask;
  settle: (error?: unknown) => void;
  /** The tokens up to the point where the engine ran out of memory, and the sampling state. */
  suspended?: { sampler: TokenSampler; tokens: readonly Token[] };
}

/** Makes the replies of decode tasks. */
export interface Decoder {
  /**
   * Resolves when the task ends its reply; rejects if its signal aborts, the engine fails or is closed. Throws if it is
   * already closed.
   */
  decode(task: DecodeTask): Promise<void>;
  throwIfClosed(): void;
  /** Lets the current step finish, rejects unfinished replies and accepts no new ones. */
  close(): Promise<void>;
}
