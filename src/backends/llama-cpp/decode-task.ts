import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';
import type { TokenSampler } from './batch-port.js';

/** What every task has. */
interface PromptTask {
  /** (job, index): waiting tasks are served in this order, never in order of arrival. */
  order: readonly [job: number, index: number];
  /** Evaluation is always split after this many prompt tokens, whether or not they are cached. */
  prefixLength: number;
  /** And after this many, if given: the next task may begin with all of them. At least `prefixLength`. */
  keptLength?: number;
  prompt: readonly Token[];
  signal: AbortSignal;
  /** Called when the task gets its slot for the first time. */
  onStart?: (() => void) | undefined;
}

/** One reply to make: prompt tokens in, sampled tokens out. */
export interface SpeakTask extends PromptTask {
  sampling: Sampling;
  /** GBNF that the reply must match from its first token on. */
  grammar?: string | undefined;
  /**
   * Receives each sampled token. Returns false to end the reply, or tokens to insert after it as if they had been
   * sampled.
   */
  onToken: (token: Token) => boolean | readonly Token[];
}

/** One prompt after which the probabilities of given continuations are read. */
export interface ScoreTask extends PromptTask {
  /** The tokens after the prompt at which the next probabilities are wanted, and of which tokens. */
  visit: () => { path: readonly Token[]; next: readonly Token[] };
  /** Receives the natural logarithms of their probabilities. Returns false after the last visit. */
  onChances: (logChances: readonly number[]) => boolean;
}

export type DecodeTask = SpeakTask | ScoreTask;

/** A task and the callback that settles its promise. */
export interface QueuedTask {
  task: DecodeTask;
  settle: (error?: unknown) => void;
  /** The tokens up to the point where the engine ran out of memory, and the sampling state. */
  suspended?: { sampler: TokenSampler; tokens: readonly Token[] };
}

/** Makes the replies of decode tasks. */
export interface Decoder {
  /** Whether it takes score tasks. */
  readonly canScore: boolean;
  /**
   * Resolves when the task ends its reply; rejects if its signal aborts, the engine fails or is closed. Throws if it is
   * already closed.
   */
  decode(task: DecodeTask): Promise<void>;
  throwIfClosed(): void;
  /** Lets the current step finish, rejects unfinished replies and accepts no new ones. */
  close(): Promise<void>;
}
