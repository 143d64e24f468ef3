import type { Random } from '../effects/bootstrap-interval.js';
import { kdeDivergence } from './jensen-shannon.js';
import { wasserstein } from './wasserstein.js';

export interface DistributionComparison {
  n: number;
  /** Jensen-Shannon, squared distance in nats: 0 to ln 2. */
  divergence: number | undefined;
  /** Share of random divisions of all values into two such sets with a divergence at least as large. */
  p: number | undefined;
  /** Mean divergence between random halves of the reference: what "no difference" looks like at its size. */
  floor: number | undefined;
  wasserstein: number | undefined;
}

const permutations = 1000;
const splits = 100;

/** How far two sets of values between 0 and 1 are apart, beside what chance alone gives. */
export function compareDistributions(compared: {
  values: readonly number[];
  reference: readonly number[];
  random: Random;
}): DistributionComparison {
  const { values, reference, random } = compared;
  const divergence = kdeDivergence(values, reference);
  return {
    n: values.length,
    divergence,
    p: divergence === undefined ? undefined : permutationP(compared, divergence),
    floor: splitHalfFloor(reference, random),
    wasserstein: wasserstein(values, reference),
  };
}

function permutationP({ values, reference, random }: Parameters<typeof compareDistributions>[0], seen: number): number {
  const pool = [...values, ...reference];
  let asFar = 0;
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    shuffle(pool, random);
    const found = kdeDivergence(pool.slice(0, values.length), pool.slice(values.length));
    if (found !== undefined && found >= seen - 1e-12) asFar += 1;
  }
  return (asFar + 1) / (permutations + 1);
}

function splitHalfFloor(reference: readonly number[], random: Random): number | undefined {
  const pool = [...reference];
  const found: number[] = [];
  for (let split = 0; split < splits; split += 1) {
    shuffle(pool, random);
    const half = kdeDivergence(pool.slice(0, pool.length >> 1), pool.slice(pool.length >> 1));
    if (half !== undefined) found.push(half);
  }
  return found.length > 0 ? found.reduce((sum, each) => sum + each, 0) / found.length : undefined;
}

/** Fisher-Yates. */
function shuffle(values: number[], random: Random): void {
  for (let place = values.length - 1; place > 0; place -= 1) {
    const other = random.integer(place + 1);
    [values[place], values[other]] = [values[other] ?? Number.NaN, values[place] ?? Number.NaN];
  }
}
