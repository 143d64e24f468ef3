import type { Token } from 'node-llama-cpp';
import type { BatchPort, BatchRow, TokenSampler } from '../../../src/backends/llama-cpp/batch-port.js';

/** Token numbers without a vocabulary. */
export function tokens(...numbers: number[]): Token[] {
  return numbers as Token[];
}

/**
 * A batch engine in memory with llama.cpp's rules: rows rise by sequence, every row goes on where its sequence ended,
 * passes keep to the budget. Its "model" says the position of the token that it was asked about.
 */
export class CountingPort implements BatchPort {
  readonly batchTokens = 16;
  readonly passes: BatchRow[][] = [];
  readonly copies: [from: number, to: number][] = [];
  readonly #lengths = new Map<number, number>();
  failNext = false;
  /** A pass with more rows runs out of memory. */
  mostRows = Infinity;
  /** Called after every pass that went well. */
  afterPass: () => void = () => undefined;

  async decode(rows: readonly BatchRow[]): Promise<(number | undefined)[]> {
    await new Promise((resolve) => setImmediate(resolve));
    if (this.failNext || rows.length > this.mostRows) {
      this.failNext = false;
      throw new Error('llama_decode failed');
    }
    this.#check(rows);
    this.passes.push([...rows]);
    this.afterPass();
    return rows.map((row) => {
      this.#lengths.set(row.sequence, row.position + row.tokens.length);
      return row.wantsLogits ? row.position + row.tokens.length : undefined;
    });
  }

  openSampler(): TokenSampler {
    return {
      draw: (logits) => Promise.resolve(logits as Token),
      weigh: (logits, tokens) => Promise.resolve(tokens.map((token) => -logits - token)),
      dispose: () => undefined,
    };
  }

  forget(sequence: number, position: number): void {
    this.#lengths.set(sequence, Math.min(position, this.#lengths.get(sequence) ?? 0));
  }

  copy(from: number, to: number): Promise<void> {
    this.copies.push([from, to]);
    this.#lengths.set(to, this.#lengths.get(from) ?? 0);
    return Promise.resolve();
  }

  setThreads(): void {
    return;
  }

  #check(rows: readonly BatchRow[]): void {
    const sequences = rows.map(({ sequence }) => sequence);
    if (sequences.some((sequence, at) => at > 0 && sequence <= (sequences[at - 1] ?? -1)))
      throw new Error('rows do not rise by sequence');
    if (rows.reduce((sum, row) => sum + row.tokens.length, 0) > this.batchTokens)
      throw new Error('the pass is too long');
    const gap = rows.find((row) => row.position !== (this.#lengths.get(row.sequence) ?? 0));
    if (gap) throw new Error(`sequence ${gap.sequence} does not go on where it ended`);
  }
}
