import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { sha256 } from './sha256.js';

/** Identifies a draw: the seed, then what distinguishes this draw from all others. */
export type StreamKey = readonly [seed: number, purpose: string, ...rest: (string | number)[]];

/** A source of random draws that depends only on its key and is the same on every machine. */
export interface RandomStream {
  /** Uniform on 0 … below − 1. */
  integer(below: number): number;
  /** Uniform on [0, 1). */
  share(): number;
}

/** An unsigned 32-bit seed: the first four bytes of the SHA-256 of the key as JSON. */
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

/** `count` distinct indices of 0 … pool − 1 in random order (the head of a Fisher-Yates shuffle). */
export function drawWithoutReplacement(stream: RandomStream, pool: number, count: number): number[] {
  const moved = new Map<number, number>();
  return Array.from({ length: count }, (_, place) => {
    const other = place + stream.integer(pool - place);
    const drawn = moved.get(other) ?? other;
    moved.set(other, moved.get(place) ?? place);
    return drawn;
  });
}
