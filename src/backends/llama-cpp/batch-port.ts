import type { Token } from 'node-llama-cpp';
import type { Sampling } from '../backend.js';

/** Tokens of one sequence that go into a forward pass together. */
export interface BatchRow {
  sequence: number;
  /** Position of the first token in its sequence, from 0. */
  position: number;
  tokens: readonly Token[];
  /** Whether the last token's logits are wanted. */
  wantsLogits: boolean;
}

/** The state of drawing one reply's tokens: it holds native memory until disposed. */
export interface TokenSampler {
  /** Draws the next token from logits of the last `decode`. */
  draw(logits: number): Promise<Token>;
  dispose(): void;
}

/**
 * All that the decoder asks of llama.cpp: batched forward passes over numbered sequences.
 * One call of `decode` at a time; logits are valid until the next.
 */
export interface BatchPort {
  /** Most tokens in one `decode`. */
  readonly batchTokens: number;
  /** Rows must rise by sequence: llama.cpp joins neighbours into one pass. Resolves to the logits' handle of each row, or undefined. */
  decode(rows: readonly BatchRow[]): Promise<readonly (number | undefined)[]>;
  /** Throws when `grammar` is no GBNF. */
  openSampler(sampling: Sampling, grammar?: string): TokenSampler;
  /** Drops what a sequence holds from `position` on. */
  forget(sequence: number, position: number): void;
  /** Makes a sequence hold exactly what another holds. */
  copy(from: number, to: number): Promise<void>;
  setThreads(threads: number): void;
}
