import type { Token } from 'node-llama-cpp';
import type { BatchPort } from './batch-port.js';
import { timeStep } from './time-step.js';

/** The chosen number of threads, and the measurements behind it. */
export interface ThreadChoice {
  threads: number;
  /** Milliseconds of one step with every slot in it, by the number of threads tried. */
  trials: ReadonlyMap<number, number>;
}

interface Trial {
  /** The most threads to try. */
  cap: number;
  slots: number;
  /** Any token of the vocabulary. */
  token: Token;
}

/**
 * A step this short on one thread would mostly wait at barriers on two, and a trial on a busy machine can take seconds.
 */
const smallModelMs = 5;
/** More threads must bring a step down to this share of the best time. */
const worthwhile = 0.95;
/**
 * A step this many times slower than the best ends the trial: with more threads than free cores, each one can take
 * seconds.
 */
const hopeless = 5;

/**
 * Tries 1, 2, 4 … `cap` threads for a few steps each and keeps the fastest; small models are fastest on few threads.
 * Stops at the first number that is no better, or that is good enough. Takes about a tenth of a second per number, more
 * if a single step takes longer.
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
