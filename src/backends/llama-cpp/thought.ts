import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ThoughtFormat } from './chat-format.js';

/**
 * What became of a token: held back or part of a thought (`silent`), or `speech`, with the tokens that were held back
 * before it.
 */
export type Heard = { kind: 'silent'; force?: readonly Token[] } | { kind: 'speech'; tokens: readonly Token[] };

type State = 'undecided' | 'thinking' | 'after' | 'speaking';

/**
 * Separates the thinking of a reply from its text. A thought is at the start of a reply, between two marks; one that
 * exceeds its budget is ended by inserting the closing mark as if the model had written it.
 */
export class Thought {
  #state: State;
  #held: Token[] = [];

  constructor(
    private readonly model: LlamaModel,
    private readonly format: ThoughtFormat,
    private readonly budget: number,
    isOpen: boolean,
  ) {
    this.#state = isOpen ? 'thinking' : 'undecided';
  }

  hear(token: Token): Heard {
    if (this.#state === 'speaking') return { kind: 'speech', tokens: [token] };
    this.#held.push(token);
    const text = this.model.detokenize(this.#held, true).trimStart();
    if (this.#state === 'undecided') return this.#decide(text);
    if (this.#state === 'thinking') return this.#think(text);
    return text === '' ? { kind: 'silent' } : this.#speak();
  }

  get isThinking(): boolean {
    return this.#state === 'thinking';
  }

  /** The tokens still held back because they might have become a thought, if the reply ends before that is known. */
  end(): readonly Token[] {
    return this.#state === 'undecided' ? this.#held : [];
  }

  #decide(text: string): Heard {
    const { opening } = this.format;
    if (text.startsWith(opening)) {
      this.#state = 'thinking';
      return this.#think('');
    }
    return opening.startsWith(text) ? { kind: 'silent' } : this.#speak();
  }

  #think(text: string): Heard {
    if (text.includes(this.format.closing)) return this.#leave();
    if (this.#held.length < this.budget) return { kind: 'silent' };
    return { ...this.#leave(), force: this.format.closingTokens };
  }

  #leave(): { kind: 'silent' } {
    this.#state = 'after';
    this.#held = [];
    return { kind: 'silent' };
  }

  #speak(): Heard {
    const wasAfter = this.#state === 'after';
    this.#state = 'speaking';
    return { kind: 'speech', tokens: wasAfter ? this.#held.slice(-1) : this.#held };
  }
}
