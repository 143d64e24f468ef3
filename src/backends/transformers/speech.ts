import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Completion, OnStart, Request } from '../backend.js';
import { ReplyText } from '../reply-text.js';
import { isStillThinking, stripThinking } from '../strip-thinking.js';
import { penalize } from '../penalize.js';
import { pickToken } from '../pick-token.js';

export type Reply = Pick<Completion, 'text' | 'raw_text' | 'finish_reason' | 'completion_tokens' | 'label_scores'>;

interface SpeechOptions {
  tokenizer: PreTrainedTokenizer;
  /** Tokens that end a turn. */
  endTokens: ReadonlySet<number>;
  /** End marks of more than one token. */
  stopTexts: readonly string[];
  prompt: readonly number[];
  request: Request;
  signal: AbortSignal;
  onStart?: OnStart | undefined;
  /** Whether a text is all that the reply is needed for. */
  isOver?: (text: string) => boolean;
}

/**
 * One reply under way, with its own seed, sampling, length and stop strings. Tokens are drawn here, since the library
 * ignores top_p and min_p and has one random generator for all replies.
 */
export class Speech {
  readonly #options: SpeechOptions;
  readonly #generator: ReturnType<typeof xoroshiro128plus>;
  readonly #said: number[] = [];
  #isStarted = false;

  constructor(options: SpeechOptions) {
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
    return [...this.#options.prompt, ...this.#said];
  }

  get lastToken(): number {
    return this.#said.at(-1) ?? 0;
  }

  /** Calls `onStart`, the first time only. */
  start(): void {
    if (!this.#isStarted) this.#options.onStart?.();
    this.#isStarted = true;
  }

  /** Draws the next token; returns the reply if that ends it. */
  hear(logits: Float32Array): Reply | undefined {
    const { request, endTokens } = this.#options;
    const { sampling } = request;
    const token = pickToken(penalize(logits, this.#said, sampling), sampling, this.#generator);
    if (endTokens.has(token)) return this.#endOfTurn();
    this.#said.push(token);
    const { reply, isOver } = this.#read();
    if (isOver) return reply;
    return this.#said.length < request.maxTokens ? undefined : { ...reply, finish_reason: 'length' };
  }

  #endOfTurn(): Reply {
    const { reply, isThinking } = this.#read();
    return isThinking ? { ...reply, finish_reason: 'no_text' } : reply;
  }

  /** The reply so far, and whether one of its stop strings has ended it. */
  #read(): { reply: Reply; isOver: boolean; isThinking: boolean } {
    const { tokenizer, request, stopTexts } = this.#options;
    const text = new ReplyText([...request.stop, ...stopTexts], request.speaker);
    const said = this.#said.length === 0 ? '' : tokenizer.decode([...this.#said], { skip_special_tokens: true });
    const stop = text.append(stripThinking(said, false));
    const finish_reason = stop !== undefined && request.stop.includes(stop) ? 'stop_string' : 'stop';
    const raw_text = finish_reason === 'stop_string' ? text.raw : undefined;
    const counts = { finish_reason, completion_tokens: this.#said.length } as const;
    const reply = { text: text.text, ...(raw_text !== undefined && { raw_text }), ...counts };
    return {
      reply,
      isOver: stop !== undefined || this.#options.isOver?.(text.text) === true,
      isThinking: isStillThinking(said),
    };
  }
}
