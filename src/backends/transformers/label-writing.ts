import type { LabelMetric } from '../label.js';
import { beginAnswer } from '../written-answers/begin-answer.js';
import type { Writing } from '../written-answers/writing.js';
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

  override hear(logits: Float32Array): Reply | undefined {
    const drawn = this.#drawLegal(logits);
    if (!drawn) return this.#reply('stop');
    this.said.push(drawn.token);
    this.#written = drawn.then;
    if (this.#written.isWhole) return this.#reply('stop');
    return this.said.length < this.#options.request.maxTokens ? undefined : this.#reply('length');
  }

  /**
   * Draws again, among those that are allowed, if the first token is not: to look for them every time would take as long
   * as the model. Undefined if there is none, since the tokens cannot spell the rest: the label is then invalid.
   */
  #drawLegal(logits: Float32Array): { token: number; then: Writing } | undefined {
    const { answerTokens } = this.#options;
    const token = this.draw(logits);
    const then = answerTokens.add(this.#written, token);
    if (then) return { token, then };
    const allowed = answerTokens.after(this.#written);
    if (allowed.length === 0) return undefined;
    const other = this.draw(logits, allowed);
    const after = answerTokens.add(this.#written, other);
    return after && { token: other, then: after };
  }

  #reply(finish_reason: 'stop' | 'length'): Reply {
    const { answerTokens, metric } = this.#options;
    const text = `{${JSON.stringify(metric.name)}:${answerTokens.textOf(this.said)}`;
    return { text, finish_reason, completion_tokens: this.said.length };
  }
}
