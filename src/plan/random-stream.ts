import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { sha256 } from '../sha256.js';

/** What a draw is for: the seed first, then whatever tells this draw from every other one. */
export type StreamKey = readonly [seed: number, purpose: string, ...rest: (string | number)[]];

/** A source of random draws that depends on its key alone, on every machine. */
export interface RandomStream {
  /** Uniform on 0 … below − 1. */
  integer(below: number): number;
  /** Uniform on [0, 1). */
  share(): number;
}

/** Unsigned 32-bit: the first four bytes of SHA-256 over the key as JSON. */
export function deriveSeed(key: StreamKey): number {
  return Number.parseInt(sha256(JSON.stringify(key)).slice(0, 8), 16);
}

export function openStream(key: StreamKey): RandomStream {
  const generator = xoroshiro128plus(deriveSeed(key));
  return {
    integer: (below) => uniformInt(generator, 0, below - 1),
    share: () => uniformFloat64(generator),
  };
}

/** `count` different indices of 0 … pool − 1 in random order (the head of a Fisher-Yates shuffle). */
export function drawWithoutReplacement(stream: RandomStream, pool: number, count: number): number[] {
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, place) => {
    const other = place + stream.integer(pool - place);
    const drawn = moved.get(other) ?? other;
    moved.set(other, moved.get(place) ?? place);
    return drawn;
  });
}
