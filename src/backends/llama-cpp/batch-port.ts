import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';

/** Tokens of one sequence that go into a forward pass together. */
export interface BatchRow {
  sequence: number;
  /** Position of the first token in its sequence, from 0. */
  position: number;
  tokens: readonly Token[];
  /** Whether the last token's logits are needed. */
  wantsLogits: boolean;
}

/** The sampling state of one reply: it holds native memory until disposed of. */
export interface TokenSampler {
  /** Draws the next token from logits of the last `decode`. */
  draw(logits: number): Promise<Token>;
  /** The natural logarithms of the model's own probabilities of `tokens`; only of a sampler at temperature 0. */
  weigh(logits: number, tokens: readonly Token[]): Promise<readonly number[]>;
  dispose(): void;
}

/**
 * All that the decoder needs from llama.cpp: batched forward passes over numbered sequences. Only one call of `decode`
 * at a time; logits are valid until the next call.
 */
export interface BatchPort {
  /** The most tokens in one `decode`. */
  readonly batchTokens: number;
  /**
   * Rows must be in ascending order of sequence: llama.cpp joins neighbours into one pass. Resolves to the handle of
   * each row's logits, or undefined.
   */
  decode(rows: readonly BatchRow[]): Promise<readonly (number | undefined)[]>;
  /** Throws if `grammar` is not valid GBNF. */
  openSampler(sampling: Sampling, grammar?: string): TokenSampler;
  /** Removes the tokens of a sequence from `position` on. */
  forget(sequence: number, position: number): void;
  /** Replaces the contents of one sequence with those of another. */
  copy(from: number, to: number): Promise<void>;
  setThreads(threads: number): void;
}
