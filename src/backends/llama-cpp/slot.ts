import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';
import type { BatchPort, BatchRow, TokenSampler } from './batch-port.js';

/** One reply to be made: prompt tokens in, sampled tokens out. */
export interface DecodeTask {
  /** (job, index): what waits is served in this order, never in order of arrival. */
  order: readonly [job: number, index: number];
  /** Evaluation is always split after this many prompt tokens, whether they were kept from before or not. */
  prefixLength: number;
  prompt: readonly Token[];
  sampling: Sampling;
  signal: AbortSignal;
  /** Called when the task gets its slot. */
  onStart?: (() => void) | undefined;
  /** Takes each sampled token; false ends the reply. */
  onToken: (token: Token) => boolean;
}

/** A task with the promise that waits for it. */
export interface QueuedTask {
  task: DecodeTask;
  settle: (error?: unknown) => void;
}

interface Speech extends QueuedTask {
  sampler: TokenSampler;
  /** Prompt and sampled tokens; those before `position` are evaluated. */
  tokens: Token[];
  position: number;
}

/** One sequence of the context: it makes one reply at a time and keeps the prefix of the last one. */
export class Slot {
  #speech: Speech | undefined;
  #kept: readonly Token[] = [];

  readonly sequence: number;
  readonly #port: BatchPort;
  readonly #canKeepPrefix: boolean;

  constructor(options: { sequence: number; port: BatchPort; canKeepPrefix: boolean }) {
    this.sequence = options.sequence;
    this.#port = options.port;
    this.#canKeepPrefix = options.canKeepPrefix;
  }

  /** Absent while the slot is free. */
  get task(): DecodeTask | undefined {
    return this.#speech?.task;
  }

  /** Tokens up to the next split. */
  get pending(): number {
    if (!this.#speech) return 0;
    const { tokens, position, task } = this.#speech;
    return (position < task.prefixLength ? task.prefixLength : tokens.length) - position;
  }

  start({ task, settle }: QueuedTask): void {
    task.onStart?.();
    const prefix = task.prompt.slice(0, task.prefixLength);
    const isKept = prefix.length > 0 && isSame(prefix, this.#kept);
    if (!isKept) this.#port.forget(this.sequence, 0);
    this.#kept = prefix;
    const sampler = this.#port.openSampler(task.sampling);
    this.#speech = { task, settle, sampler, tokens: [...task.prompt], position: isKept ? prefix.length : 0 };
  }

  /** The next `take` tokens as a row; they count as evaluated. */
  takeRow(take: number): BatchRow {
    const speech = this.#current();
    const { position, tokens } = speech;
    speech.position += take;
    return {
      sequence: this.sequence,
      position,
      tokens: tokens.slice(position, speech.position),
      wantsLogits: speech.position === tokens.length,
    };
  }

  draw(logits: number): Promise<Token> {
    return this.#current().sampler.draw(logits);
  }

  /** Hands a sampled token to the task; ends the reply when the task has heard enough. */
  hear(token: Token): void {
    const speech = this.#current();
    if (speech.task.onToken(token)) speech.tokens.push(token);
    else this.finish();
  }

  /** Ends the reply, well or with an error, and frees the slot. */
  finish(error?: unknown): void {
    const speech = this.#current();
    this.#speech = undefined;
    speech.sampler.dispose();
    const keeps = error === undefined && this.#canKeepPrefix;
    if (!keeps) this.#kept = [];
    this.#port.forget(this.sequence, this.#kept.length);
    speech.settle(error);
  }

  #current(): Speech {
    if (!this.#speech) throw new Error(`slot ${this.sequence} has nothing to say`);
    return this.#speech;
  }
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, at) => token === b[at]);
}
