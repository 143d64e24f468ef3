import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Completion, Request } from '../backend.js';
import { isWholeLabel } from '../label.js';
import { ReplyText } from '../reply-text.js';
import type { ChatFormat } from './chat-format.js';
import { Thought } from './thought.js';

/**
 * The bytes of one character are spread over at most this many tokens; anything longer is not an unfinished character.
 */
const mostTokensOfACharacter = 4;
const unfinished = '\uFFFD';

interface ReplyOptions {
  model: LlamaModel;
  format: Pick<ChatFormat, 'stopTokens' | 'stopTexts' | 'thought'>;
  request: Pick<Request, 'stop' | 'speaker' | 'maxTokens' | 'label'>;
  /** Tokens that the context has beside the prompt: for thinking, its marks and the reply together. */
  roomTokens: number;
  /** The most tokens of thinking before the reply. */
  thinkingTokens: number;
  /** Whether the prompt ends inside a thought. */
  startsThinking: boolean;
}

/** Turns the tokens of one reply into its text and detects its end. */
export class TokenReply {
  readonly #options: ReplyOptions;
  readonly #text: ReplyText;
  readonly #thought: Thought;
  #said: Token[] = [];
  /** Tokens that take up the context after the prompt: sampled ones, and those put into the model's mouth. */
  #taken = 0;
  /** Tokens that end in the middle of a character. */
  #held: Token[] = [];
  #finishReason: Completion['finish_reason'] = 'stop';

  constructor(options: ReplyOptions) {
    const { model, format, request, thinkingTokens, startsThinking } = options;
    this.#options = options;
    this.#text = new ReplyText([...request.stop, ...format.stopTexts], request.speaker);
    this.#thought = new Thought(model, format.thought, thinkingTokens, startsThinking);
  }

  get result(): Pick<Completion, 'text' | 'raw_text' | 'finish_reason' | 'completion_tokens'> {
    const { text, raw } = this.#text;
    const finish_reason = this.#finishReason;
    const raw_text = finish_reason === 'stop_string' ? raw : undefined;
    return { text, ...(raw_text !== undefined && { raw_text }), finish_reason, completion_tokens: this.#said.length };
  }

  /**
   * Takes the next token. Returns false if the reply has ended, or the tokens to insert if a thought has to end.
   * Neither the end-of-turn token nor thoughts are part of the text or of the count.
   */
  hear(token: Token): boolean | readonly Token[] {
    const { model, format } = this.#options;
    if (model.isEogToken(token) || format.stopTokens.has(token)) return this.#endOfTurn();
    const heard = this.#thought.hear(token);
    this.#taken += 1;
    if (heard.kind === 'speech') return this.#sayAll(heard.tokens);
    this.#taken += heard.force?.length ?? 0;
    return this.#isFull() ? this.#end('length') : (heard.force ?? true);
  }

  #isFull(): boolean {
    return this.#taken >= this.#options.roomTokens;
  }

  #endOfTurn(): false {
    if (this.#thought.isThinking) return this.#end('no_text');
    const more = this.#sayAll(this.#thought.end());
    return more ? this.#end('stop') : false;
  }

  #sayAll(tokens: readonly Token[]): boolean {
    return tokens.every((token) => {
      const stop = this.#say(token);
      const { stop: stops, maxTokens, label } = this.#options.request;
      if (stop !== undefined) return this.#end(stops.includes(stop) ? 'stop_string' : 'stop');
      if (label && isWholeLabel(this.#text.text)) return this.#end('stop');
      return (this.#said.length < maxTokens && !this.#isFull()) || this.#end('length');
    });
  }

  #say(token: Token): string | undefined {
    const { model } = this.#options;
    this.#held.push(token);
    const before = this.#said.slice(-mostTokensOfACharacter);
    this.#said.push(token);
    const piece = model.detokenize(this.#held, false, before.slice(0, before.length - this.#held.length + 1));
    if (piece.endsWith(unfinished) && this.#held.length < mostTokensOfACharacter) return undefined;
    this.#held = [];
    return this.#text.append(piece);
  }

  #end(reason: Completion['finish_reason']): false {
    this.#finishReason = reason;
    if (this.#held.length > 0) this.#text.append(this.#options.model.detokenize(this.#held, false));
    return false;
  }
}
