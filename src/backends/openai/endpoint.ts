import type { OpenAI } from 'openai';
import type { Trouble, Verdict } from './judge-failure.js';

const failuresToTrip = 5;
const firstRestMs = 1000;
const longestRestMs = 60_000;
/** Failures of requests sent before the limit was halved say nothing about the new limit. */
const cutAgainAfterMs = 1000;

interface EndpointOptions extends Pick<Endpoint, 'url' | 'client' | 'judge'> {
  /** Number of requests that it may ever have in flight. */
  most: number;
}

/**
 * One server and what has been learnt about it. The number of requests in flight to it grows by one with every full
 * round of answers and is halved when it is busy or broken. A server that fails five times in a row rests, longer each
 * time, and is then tried with a single request.
 */
export class Endpoint {
  inFlight = 0;
  #answeredAt = -Infinity;
  #limit: number;
  #restsUntil = 0;
  #restMs = firstRestMs;
  #failuresInARow = 0;
  #cutAt = -Infinity;

  readonly url: string;
  readonly client: OpenAI;
  /** Judges what the client throws. The only way to do so: nobody can show what a server said with a secret in it. */
  readonly judge: (error: unknown) => Verdict;
  readonly #most: number;

  constructor({ url, client, most, judge }: EndpointOptions) {
    this.url = url;
    this.client = client;
    this.judge = judge;
    this.#most = most;
    this.#limit = Math.min(most, 16);
  }

  /** Number of requests that it may have in flight. */
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
    this.#limit = Math.min(this.#most, this.#limit + 1 / this.#limit);
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
    if (!this.#isOnTrial || restsAlready) return; // requests sent together fail together and count once
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
