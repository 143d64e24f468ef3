import type { Token } from 'node-llama-cpp';
import type { BatchPort, BatchRow } from './batch-port.js';

/** A prefix that a slot needs; it is kept until it is released. */
export interface HeldPrefix {
  readonly sequence: number;
  readonly isReady: boolean;
  release(): void;
}

/** A sequence outside the slots that holds one persona's prefix. */
class PrefixSequence {
  tokens: readonly Token[] = [];
  /** Number of tokens evaluated. */
  position = 0;
  holders = 0;
  usedAt = 0;
  readonly isReading = true;

  constructor(readonly sequence: number) {}

  get isReady(): boolean {
    return this.position === this.tokens.length;
  }

  /** Tokens that may go into one pass. */
  get pending(): number {
    return this.holders > 0 ? this.tokens.length - this.position : 0;
  }

  takeRow(take: number): BatchRow {
    const position = this.position;
    this.position += take;
    const tokens = this.tokens.slice(position, this.position);
    return { sequence: this.sequence, position, tokens, wantsLogits: false };
  }

  release(): void {
    this.holders -= 1;
  }
}

export type { PrefixSequence };

/**
 * Prefixes of personas, each evaluated once in a sequence of its own and copied into the slots that need it. The least
 * recently used one makes room for a new one.
 */
export class PrefixCache {
  readonly #sequences: readonly PrefixSequence[];
  readonly #port: BatchPort;
  #uses = 0;

  constructor(port: BatchPort, { first, count }: { first: number; count: number }) {
    this.#port = port;
    this.#sequences = Array.from({ length: count }, (_, place) => new PrefixSequence(first + place));
  }

  /** Undefined if the prefix is empty or every sequence is in use: the slot then evaluates the prefix itself. */
  hold(prefix: readonly Token[]): HeldPrefix | undefined {
    if (prefix.length === 0) return undefined;
    const found = this.#sequences.find(({ tokens }) => isSame(tokens, prefix)) ?? this.#makeRoom(prefix);
    if (!found) return undefined;
    found.holders += 1;
    found.usedAt = ++this.#uses;
    return found;
  }

  /** The sequences that have tokens to evaluate. */
  get reading(): PrefixSequence[] {
    return this.#sequences.filter(({ pending }) => pending > 0);
  }

  /** Discards everything: after a failed pass, the contents of the sequences are unknown. */
  clear(): void {
    for (const held of this.#sequences) this.#fill(held, []);
  }

  #makeRoom(prefix: readonly Token[]): PrefixSequence | undefined {
    const [oldest] = this.#sequences.filter(({ holders }) => holders === 0).sort((a, b) => a.usedAt - b.usedAt);
    if (oldest) this.#fill(oldest, prefix);
    return oldest;
  }

  #fill(held: PrefixSequence, tokens: readonly Token[]): void {
    this.#port.forget(held.sequence, 0);
    Object.assign(held, { tokens, position: 0 });
  }
}

export function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((token, at) => token === b[at]);
}
