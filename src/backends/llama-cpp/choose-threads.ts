import type { Token } from 'node-llama-cpp';
import type { BatchPort } from './batch-port.js';

/** What was measured and what follows from it. */
export interface ThreadChoice {
  threads: number;
  /** Milliseconds of one step with every slot speaking, by number of threads tried. */
  trials: ReadonlyMap<number, number>;
}

interface Trial {
  /** Most threads. */
  cap: number;
  slots: number;
  /** Any token of the vocabulary. */
  token: Token;
}

const trialSteps = 5;
const trialMs = 100;
/** A step this short on one thread is mostly waiting at barriers on two, and a trial on a busy machine can take seconds. */
const smallModelMs = 5;
/** More threads must be worth it. */
const worthwhile = 0.95;
/** A step this many times slower than the best settles it: too many threads for free cores can take seconds each. */
const hopeless = 5;

/**
 * Tries 1, 2, 4 … `cap` threads on a few steps each and takes the fastest; small models want fewer than there are.
 * Stops at the first number that is no better, or good enough. About a tenth of a second per number, more where one step takes longer.
 */
export async function chooseThreads(port: BatchPort, { cap, slots, token }: Trial): Promise<ThreadChoice> {
  const trials = new Map<number, number>();
  let threads = 1;
  let best = Infinity;
  for (const candidate of candidates(cap)) {
    port.setThreads(candidate);
    const took = await timeStep(port, { slots, token, giveUpMs: best * hopeless });
    trials.set(candidate, took);
    if (took > best * worthwhile) break;
    [threads, best] = [candidate, took];
    if (took < smallModelMs) break;
  }
  port.setThreads(threads);
  for (let sequence = 0; sequence < slots; sequence++) port.forget(sequence, 0);
  return { threads, trials };
}

function candidates(cap: number): number[] {
  const doubling: number[] = [];
  for (let threads = 1; threads < cap; threads *= 2) doubling.push(threads);
  return [...doubling, cap];
}

interface Steps {
  slots: number;
  token: Token;
  giveUpMs: number;
}

/** Median milliseconds of a step; the first, which may page in weights, is not counted. */
async function timeStep(port: BatchPort, { slots, token, giveUpMs }: Steps): Promise<number> {
  const times: number[] = [];
  for (let spent = 0; times.length <= trialSteps && (times.length < 2 || spent < trialMs);) {
    const took = await timeOne(port, slots, token);
    if (took > giveUpMs) return took;
    times.push(took);
    spent += took;
  }
  const counted = times.slice(1).sort((a, b) => a - b);
  return counted[counted.length >> 1] ?? Infinity;
}

async function timeOne(port: BatchPort, slots: number, token: Token): Promise<number> {
  const rows = Array.from({ length: slots }, (_, sequence) => {
    port.forget(sequence, 0);
    return { sequence, position: 0, tokens: [token], wantsLogits: true };
  });
  const startedAt = performance.now();
  await port.decode(rows);
  return performance.now() - startedAt;
}
