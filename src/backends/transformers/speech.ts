import type { PreTrainedTokenizer } from '@huggingface/transformers';
import { ReplyText } from '../reply-text.js';
import { isStillThinking, stripThinking } from '../strip-thinking.js';
import { DrawnReply, type DrawnReplyOptions, type Reply } from './drawn-reply.js';

interface SpeechOptions extends DrawnReplyOptions {
  tokenizer: PreTrainedTokenizer;
  /** Tokens that end a turn. */
  endTokens: ReadonlySet<number>;
  /** End marks of more than one token. */
  stopTexts: readonly string[];
}

/** A text, which ends with the model's turn, at a stop string or at its greatest length. */
export class Speech extends DrawnReply {
  readonly #options: SpeechOptions;

  constructor(options: SpeechOptions) {
    super(options);
    this.#options = options;
  }

  override hear(logits: Float32Array): Reply | undefined {
    const { request, endTokens } = this.#options;
    const token = this.draw(logits);
    if (endTokens.has(token)) return this.#endOfTurn();
    this.said.push(token);
    const { reply, isOver } = this.#read();
    if (isOver) return reply;
    return this.said.length < request.maxTokens ? undefined : { ...reply, finish_reason: 'length' };
  }

  #endOfTurn(): Reply {
    const { reply, isThinking } = this.#read();
    return isThinking ? { ...reply, finish_reason: 'no_text' } : reply;
  }

  /** The reply so far, and whether one of its stop strings has ended it. */
  #read(): { reply: Reply; isOver: boolean; isThinking: boolean } {
    const { tokenizer, request, stopTexts } = this.#options;
    const text = new ReplyText([...request.stop, ...stopTexts], request.speaker);
    const said = this.said.length === 0 ? '' : tokenizer.decode([...this.said], { skip_special_tokens: true });
    const stop = text.append(stripThinking(said, false));
    const finish_reason = stop !== undefined && request.stop.includes(stop) ? 'stop_string' : 'stop';
    const raw_text = finish_reason === 'stop_string' ? text.raw : undefined;
    const counts = { finish_reason, completion_tokens: this.said.length } as const;
    const reply = { text: text.text, ...(raw_text !== undefined && { raw_text }), ...counts };
    return { reply, isOver: stop !== undefined, isThinking: isStillThinking(said) };
  }
}
