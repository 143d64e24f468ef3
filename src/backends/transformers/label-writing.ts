import type { LabelMetric } from '../label.js';
import { beginAnswer } from '../written-answers/begin-answer.js';
import type { AnswerTokens } from './answer-tokens.js';
import { DrawnReply, type DrawnReplyOptions, type Reply } from './drawn-reply.js';

interface WritingOptions extends DrawnReplyOptions {
  /** The prompt, with `{"metric":`, ends where the answer begins. */
  metric: LabelMetric;
  answerTokens: AnswerTokens;
}

/** The answer to one metric whose values nobody can list: every token is one with which it stays the beginning of a valid one. */
export class LabelWriting extends DrawnReply {
  readonly #options: WritingOptions;
  #written;

  constructor(options: WritingOptions) {
    super(options);
    this.#options = options;
    this.#written = beginAnswer(options.metric);
  }

  /** A reply that the tokens cannot spell to its end ends where it is, and is invalid. */
  override hear(logits: Float32Array): Reply | undefined {
    const { answerTokens, request } = this.#options;
    const next = answerTokens.after(this.#written);
    if (next.size === 0) return this.#reply('stop');
    const token = this.draw(logits, next.keys());
    this.said.push(token);
    this.#written = next.get(token) ?? this.#written;
    if (this.#written.isWhole) return this.#reply('stop');
    return this.said.length < request.maxTokens ? undefined : this.#reply('length');
  }

  #reply(finish_reason: 'stop' | 'length'): Reply {
    const { answerTokens, metric } = this.#options;
    const text = `{${JSON.stringify(metric.name)}:${answerTokens.textOf(this.said)}`;
    return { text, finish_reason, completion_tokens: this.said.length };
  }
}
