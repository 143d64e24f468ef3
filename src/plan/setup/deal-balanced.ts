import type { Pools, Setup } from './setup.js';
import { setupStream, type DrawnFor } from './setup-stream.js';
import { drawWithoutReplacement, type RandomStream } from '../../random-stream.js';

/**
 * A balanced design: personas and topics are dealt from shuffled packs that contain each of them once (permuted
 * blocks), so that after any number of replicates their counts differ by at most one. From the rest of its pack, each
 * discussion takes the topic that its participants have met least, which keeps topic × persona even as well. Who is left
 * over from a pack comes first in a discussion, so its seats are shuffled.
 */
export function dealBalanced(condition: DrawnFor, pools: Pools, replicates: number): Setup[] {
  const personas = dealPersonas(condition, pools);
  const takeTopic = dealTopics(condition, pools);
  return Array.from({ length: replicates }, (_, place) => {
    const replicate = place + 1;
    const seated = personas();
    const seats = shuffle(setupStream(condition, 'seats', 'order', replicate), seated.length);
    return { replicate, personas: seats.flatMap((seat) => seated[seat] ?? []), topic: takeTopic(seated) };
  });
}

/**
 * The next discussion's participants. When a pack runs out in the middle of a discussion, those already seated are
 * skipped in the next pack and dealt from it later.
 */
function dealPersonas(condition: DrawnFor, { personas, seats }: Pools): () => number[] {
  let pack: number[] = [];
  let packs = 0;
  return () => {
    const seated = pack.splice(0, seats);
    while (seated.length < seats) {
      packs += 1;
      const next = shuffle(setupStream(condition, 'seats', 'pack', packs), personas);
      const sitting = new Set(seated);
      const free = next.filter((index) => !sitting.has(index));
      const first = free.slice(0, seats - seated.length);
      const rest = new Set(first);
      pack = next.filter((index) => !rest.has(index));
      seated.push(...first);
    }
    return seated;
  };
}

function dealTopics(condition: DrawnFor, { topics, personas }: Pools): (seated: readonly number[]) => number {
  const met = new Int32Array(topics * personas);
  let pack: number[] = [];
  let packs = 0;
  const timesMet = (topic: number, seated: readonly number[]): number =>
    seated.reduce((sum, index) => sum + (met[topic * personas + index] ?? 0), 0);
  return (seated) => {
    if (pack.length === 0) {
      packs += 1;
      pack = shuffle(setupStream(condition, 'topic', 'pack', packs), topics);
    }
    const topic = leastBy(pack, (candidate) => timesMet(candidate, seated));
    pack.splice(pack.indexOf(topic), 1);
    for (const index of seated) met[topic * personas + index] = (met[topic * personas + index] ?? 0) + 1;
    return topic;
  };
}

/** The first item with the lowest cost. */
function leastBy(items: readonly number[], cost: (item: number) => number): number {
  let least = items[0] ?? 0;
  let lowest = Infinity;
  for (const item of items) {
    const own = cost(item);
    if (own < lowest) [least, lowest] = [item, own];
    if (lowest === 0) break;
  }
  return least;
}

/** All of 0 … count − 1 in random order. */
function shuffle(stream: RandomStream, count: number): number[] {
  return drawWithoutReplacement(stream, count, count);
}
