import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Completion, OnStart, Request } from '../backend.js';
import { penalize } from '../penalize.js';
import { pickToken } from '../pick-token.js';

export type Reply = Pick<Completion, 'text' | 'raw_text' | 'finish_reason' | 'completion_tokens' | 'label_scores'>;

export interface DrawnReplyOptions {
  prompt: readonly number[];
  request: Request;
  signal: AbortSignal;
  onStart?: OnStart | undefined;
}

/**
 * One reply under way, token by token, with its own seed and sampling. Tokens are drawn here, since the library ignores
 * top_p and min_p and has one random generator for all replies.
 */
export abstract class DrawnReply {
  protected readonly said: number[] = [];
  readonly #options: DrawnReplyOptions;
  readonly #generator: ReturnType<typeof xoroshiro128plus>;
  #isStarted = false;

  constructor(options: DrawnReplyOptions) {
    this.#options = options;
    this.#generator = xoroshiro128plus(options.request.sampling.seed);
  }

  get order(): Request['order'] {
    return this.#options.request.order;
  }

  get isAborted(): boolean {
    return this.#options.signal.aborted;
  }

  /** All that the model has to read before the next token: the prompt and the reply so far. */
  get tokens(): number[] {
    return [...this.#options.prompt, ...this.said];
  }

  get lastToken(): number {
    return this.said.at(-1) ?? 0;
  }

  /** Calls `onStart`, the first time only. */
  start(): void {
    if (!this.#isStarted) this.#options.onStart?.();
    this.#isStarted = true;
  }

  /** Draws the next token; returns the reply if that ends it. */
  abstract hear(logits: Float32Array): Reply | undefined;

  /** A token, of those that are allowed if there is a choice of them. */
  protected draw(logits: Float32Array, allowed?: Iterable<number>): number {
    const { sampling } = this.#options.request;
    const fair = penalize(logits, this.said, sampling);
    return pickToken(allowed ? only(fair, allowed) : fair, sampling, this.#generator);
  }
}

function only(logits: Float32Array, allowed: Iterable<number>): Float32Array {
  const left = new Float32Array(logits.length).fill(-Infinity);
  for (const token of allowed) left[token] = logits[token] ?? -Infinity;
  return left;
}
