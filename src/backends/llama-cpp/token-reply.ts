import type { LlamaModel, Token } from 'node-llama-cpp';
import type { Completion, Request } from '../backend.js';
import { ReplyText } from '../reply-text.js';
import type { ChatFormat } from './chat-format.js';

/** Bytes of one character may be spread over this many tokens at most; more is not an unfinished character. */
const mostTokensOfACharacter = 4;
const unfinished = '\uFFFD';

/** Turns the tokens of one reply into its text and knows when it is over. */
export class TokenReply {
  readonly #text: ReplyText;
  #said: Token[] = [];
  /** Tokens that end in the middle of a character. */
  #held: Token[] = [];
  #finishReason: Completion['finish_reason'] = 'stop';

  constructor(
    private readonly model: LlamaModel,
    private readonly format: Pick<ChatFormat, 'stopTokens' | 'stopTexts'>,
    private readonly request: Pick<Request, 'stop' | 'maxTokens'>,
  ) {
    this.#text = new ReplyText([...request.stop, ...format.stopTexts]);
  }

  get result(): Pick<Completion, 'text' | 'finish_reason' | 'completion_tokens'> {
    return { text: this.#text.text, finish_reason: this.#finishReason, completion_tokens: this.#said.length };
  }

  /** Takes the next token; false when the reply has ended. The token that ends a turn is neither text nor counted. */
  hear(token: Token): boolean {
    if (this.model.isEogToken(token) || this.format.stopTokens.has(token)) return this.#end('stop');
    const stop = this.#say(token);
    if (stop !== undefined) return this.#end(this.request.stop.includes(stop) ? 'stop_string' : 'stop');
    return this.#said.length < this.request.maxTokens || this.#end('length');
  }

  #say(token: Token): string | undefined {
    this.#held.push(token);
    const before = this.#said.slice(-mostTokensOfACharacter);
    this.#said.push(token);
    const piece = this.model.detokenize(this.#held, false, before.slice(0, before.length - this.#held.length + 1));
    if (piece.endsWith(unfinished) && this.#held.length < mostTokensOfACharacter) return undefined;
    this.#held = [];
    return this.#text.append(piece);
  }

  #end(reason: Completion['finish_reason']): false {
    this.#finishReason = reason;
    if (this.#held.length > 0) this.#text.append(this.model.detokenize(this.#held, false));
    return false;
  }
}
