import type { Token } from 'node-llama-cpp';
import type { BatchPort, BatchRow, TokenSampler } from './batch-port.js';
import { sharedLength } from '../label-trie.js';
import type { DecodeTask, QueuedTask, ScoreTask, SpeakTask } from './decode-task.js';
import { isSame, type HeldPrefix, type PrefixCache } from './prefix-cache.js';

interface Speech extends QueuedTask {
  sampler: TokenSampler;
  /** Prompt and sampled tokens; those before `position` are evaluated. */
  tokens: Token[];
  position: number;
  /** The sequence that evaluates the prefix for this slot, which waits until it is ready. */
  awaited: HeldPrefix | undefined;
}

interface SlotOptions {
  sequence: number;
  port: BatchPort;
  prefixes: PrefixCache;
  /** Whether the prefix of a finished reply is kept for the next one. */
  canKeepPrefix: boolean;
  /** Every token after the prompt is evaluated alone, so that a reply that is suspended and resumed stays the same. */
  isReproducible: boolean;
}

/** One sequence of the context: it makes one reply at a time and keeps the beginning of the last one's prompt. */
export class Slot {
  #speech: Speech | undefined;
  #kept: readonly Token[] = [];

  readonly sequence: number;
  readonly #options: SlotOptions;

  constructor(options: SlotOptions) {
    this.sequence = options.sequence;
    this.#options = options;
  }

  /** Undefined while the slot is free. */
  get task(): DecodeTask | undefined {
    return this.#speech?.task;
  }

  /** Tokens to evaluate up to the next split. */
  get pending(): number {
    if (!this.#speech || this.#speech.awaited) return 0;
    const { tokens, position, task } = this.#speech;
    const split = [task.prefixLength, task.keptLength ?? 0].find((end) => position < end);
    if (split !== undefined) return split - position;
    if (!this.#options.isReproducible) return tokens.length - position;
    return this.isReading ? task.prompt.length - position : 1;
  }

  /** Whether the next token to evaluate is one of the prompt. */
  get isReading(): boolean {
    return this.#speech !== undefined && this.#speech.position < this.#speech.task.prompt.length;
  }

  /** Throws, and leaves the slot free, if the grammar of the task is invalid. */
  start(queued: QueuedTask): void {
    const { port, prefixes } = this.#options;
    const { task, suspended } = queued;
    const sampler = suspended?.sampler ?? openSampler(port, task);
    if (!suspended) task.onStart?.();
    const prefix = task.prompt.slice(0, task.prefixLength);
    const kept = task.prompt.slice(0, task.keptLength ?? task.prefixLength);
    const position = this.#lengthKept(prefix, kept);
    if (position < this.#kept.length || position === 0) port.forget(this.sequence, position);
    this.#kept = kept;
    this.#speech = {
      ...queued,
      sampler,
      tokens: [...(suspended?.tokens ?? firstTokens(task))],
      position,
      awaited: position > 0 ? undefined : prefixes.hold(prefix),
    };
  }

  /** Whether it has, or is about to read, the history that this task shares with others. */
  hasHistoryOf({ prompt, prefixLength, keptLength = 0 }: DecodeTask): boolean {
    const kept = this.#kept;
    return keptLength > prefixLength && kept.length === keptLength && kept.every((token, at) => token === prompt[at]);
  }

  /** How much of what the last task left is what this one begins with: up to one of its splits, so that it does not matter. */
  #lengthKept(prefix: readonly Token[], kept: readonly Token[]): number {
    if (isSame(kept, this.#kept)) return kept.length;
    return isSame(prefix, this.#kept.slice(0, prefix.length)) ? prefix.length : 0;
  }

  /** Copies the prefix once another sequence has evaluated it. */
  async adoptPrefix(): Promise<void> {
    const { awaited, task } = this.#speech ?? {};
    if (!this.#speech || !task || !awaited?.isReady) return;
    await this.#options.port.copy(awaited.sequence, this.sequence);
    awaited.release();
    Object.assign(this.#speech, { awaited: undefined, position: task.prefixLength });
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

  /** While the slot is free: a token whose logits nobody reads. */
  fillRow(token: Token): BatchRow {
    return { sequence: this.sequence, position: this.#kept.length, tokens: [token], wantsLogits: false };
  }

  /** To be called after the pass with the token of `fillRow`. */
  emptyRow(): void {
    this.#options.port.forget(this.sequence, this.#kept.length);
  }

  /** Reads logits for the task; what follows from them is up to the returned function, so that tasks act in order. */
  async read(logits: number): Promise<() => void> {
    const { task, sampler } = this.#current();
    if ('visit' in task) {
      const chances = await sampler.weigh(logits, task.visit().next);
      return () => {
        this.#walkOn(task, chances);
      };
    }
    const token = await sampler.draw(logits);
    return () => {
      this.#hear(task, token);
    };
  }

  /** Passes a sampled token to the task, and ends the reply if the task asks for it. */
  #hear({ onToken }: SpeakTask, token: Token): void {
    const answer = onToken(token);
    if (answer === false) this.finish();
    else this.#current().tokens.push(token, ...(answer === true ? [] : answer));
  }

  /** Goes to the next visit, from the last token that its path shares with this one. */
  #walkOn(task: ScoreTask, chances: readonly number[]): void {
    if (!task.onChances(chances)) {
      this.finish();
      return;
    }
    const speech = this.#current();
    const tokens = firstTokens(task);
    const shared = Math.min(sharedLength(speech.tokens, tokens), tokens.length - 1);
    if (shared < speech.position) this.#options.port.forget(this.sequence, shared);
    Object.assign(speech, { tokens, position: Math.min(shared, speech.position) });
  }

  /** Ends the reply, successfully or with an error, and frees the slot. */
  finish(error?: unknown): void {
    const { sampler, settle } = this.#leave(error === undefined && this.#options.canKeepPrefix);
    sampler.dispose();
    settle(error);
  }

  /** Frees the slot without losing the reply: started again, it continues after its last token. */
  suspend(): QueuedTask {
    const { task, settle, sampler, tokens } = this.#leave(false);
    return { task, settle, suspended: { sampler, tokens } };
  }

  #leave(keepsPrefix: boolean): Speech {
    const speech = this.#current();
    this.#speech = undefined;
    speech.awaited?.release();
    if (!keepsPrefix) this.#kept = [];
    this.#options.port.forget(this.sequence, this.#kept.length);
    return speech;
  }

  #current(): Speech {
    if (!this.#speech) throw new Error(`slot ${this.sequence} has no task`);
    return this.#speech;
  }
}

/** Scoring reads the model's own probabilities, which a greedy sampler leaves as they are. */
function openSampler(port: BatchPort, task: DecodeTask): TokenSampler {
  if ('visit' in task) return port.openSampler({ temperature: 0, topP: 1, seed: 0 });
  return port.openSampler(task.sampling, task.grammar);
}

/** What is evaluated before the first logits are read. */
function firstTokens(task: DecodeTask): Token[] {
  return [...task.prompt, ...('visit' in task ? task.visit().path : [])];
}
