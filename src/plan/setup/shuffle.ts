import { drawWithoutReplacement, type RandomStream } from './random-stream.js';

/** All of 0 … count − 1 in random order. */
export function shuffle(stream: RandomStream, count: number): number[] {
  return drawWithoutReplacement(stream, count, count);
}
