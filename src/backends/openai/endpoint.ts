import type { OpenAI } from 'openai';

const failuresToTrip = 5;
const firstRestMs = 1000;
const longestRestMs = 60_000;
/** Answers to requests sent before a cut say nothing about what came of it. */
const cutAgainAfterMs = 1000;

/** Why an answer did not come: the server is busy and says so, or it is broken. */
export interface Trouble {
  kind: 'busy' | 'broken';
  /** How long the server asks to be left alone, in milliseconds. */
  retryAfterMs?: number;
}

/**
 * One server with what was learnt about it. How many requests it is sent at once grows by one with every full round of
 * answers and is halved when it is busy or broken; one that fails five times in a row rests, longer each time, and is
 * then tried with a single request.
 */
export class Endpoint {
  inFlight = 0;
  #answeredAt = -Infinity;
  #limit: number;
  #restsUntil = 0;
  #restMs = firstRestMs;
  #failuresInARow = 0;
  #cutAt = -Infinity;

  constructor(
    readonly url: string,
    readonly client: OpenAI,
    private readonly most: number,
  ) {
    this.#limit = Math.min(most, 16);
  }

  /** Requests it may have at once. */
  get limit(): number {
    return this.#isOnTrial ? 1 : Math.floor(this.#limit);
  }

  get restsUntil(): number {
    return this.#restsUntil;
  }

  /** When it last answered anything. */
  get answeredAt(): number {
    return this.#answeredAt;
  }

  isFree(now: number): boolean {
    return now >= this.#restsUntil && this.inFlight < this.limit;
  }

  answered(now: number): void {
    this.#answeredAt = now;
    this.#failuresInARow = 0;
    this.#restMs = firstRestMs;
    this.#limit = Math.min(this.most, this.#limit + 1 / this.#limit);
  }

  failed({ kind, retryAfterMs = 0 }: Trouble, now: number): void {
    if (now - this.#cutAt >= cutAgainAfterMs) {
      this.#limit = Math.max(1, this.#limit / 2);
      this.#cutAt = now;
    }
    const restsAlready = now < this.#restsUntil;
    this.#restUntil(now + retryAfterMs);
    if (kind === 'busy') return;
    this.#failuresInARow += 1;
    if (!this.#isOnTrial || restsAlready) return; // what was sent together fails together, and counts once
    this.#restUntil(now + this.#restMs);
    this.#restMs = Math.min(longestRestMs, this.#restMs * 2);
  }

  get #isOnTrial(): boolean {
    return this.#failuresInARow >= failuresToTrip;
  }

  #restUntil(time: number): void {
    this.#restsUntil = Math.max(this.#restsUntil, time);
  }
}
