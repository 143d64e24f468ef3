import { drawWithoutReplacement, openStream } from '../../random-stream.js';

/** The items of one coder in the order in which they are shown. */
export interface Assignment {
  /** Absent if everybody gets the same items, and coders are not named. */
  coder?: string;
  items: readonly string[];
}

/**
 * A random part of the items (`overlap`, a share) goes to every coder, so that agreement can be told; the others are dealt out.
 * Each coder has an order of their own.
 */
export function assignCoders(
  items: readonly string[],
  { coders, overlap, seed }: { coders: readonly string[]; overlap: number; seed: number },
): Assignment[] {
  const order = shuffled(items, [seed, 'items for people']);
  if (coders.length === 0) return [{ items: order }];
  const shared = Math.ceil(overlap * order.length);
  return coders.map((coder, at) => {
    const own = order.filter((_, index) => index < shared || (index - shared) % coders.length === at);
    return { coder, items: shuffled(own, [seed, 'items of', coder]) };
  });
}

function shuffled(items: readonly string[], key: Parameters<typeof openStream>[0]): string[] {
  const sorted = items.toSorted();
  return drawWithoutReplacement(openStream(key), sorted.length, sorted.length).map((at) => sorted[at] ?? '');
}
