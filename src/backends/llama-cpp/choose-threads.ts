import type { Token } from 'node-llama-cpp';
import type { BatchPort } from './batch-port.js';
import { timeStep } from './time-step.js';

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
  return { threads, trials };
}

function candidates(cap: number): number[] {
  const doubling: number[] = [];
  for (let threads = 1; threads < cap; threads *= 2) doubling.push(threads);
  return [...doubling, cap];
}
