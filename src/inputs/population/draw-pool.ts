import type { RandomStream } from '../../random-stream.js';

/** A persona that may be drawn. */
export interface Candidate {
  /** 0 or more. */
  weight: number;
  /** Its values in the columns with quotas, in their order; empty without quotas. */
  values: readonly string[];
}

export interface Draw {
  size: number;
  /** The shares of each column's values, in the order of the columns; any positive numbers. */
  quota: readonly ReadonlyMap<string, number>[];
}

/** A combination of values with fewer candidates than its quota. */
export interface Shortage {
  values: readonly string[];
  wanted: number;
  found: number;
}

/**
 * Draws candidates without replacement, each time with probabilities in proportion to the weights of those left, within
 * every combination of values that has a quota. Their indices, in the order of the candidates. One key for each
 * candidate, u^(1/w), gives the same draws as one after another (Efraimidis & Spirakis 2006, Inf. Process. Lett. 97).
 */
export function drawPool(
  candidates: readonly Candidate[],
  { size, quota }: Draw,
  random: RandomStream,
): { drawn: number[]; shortages: Shortage[] } {
  const keys = candidates.map(({ weight }) => Math.log(random.share()) / weight);
  const cells = divide(size, quota).map(({ values, wanted }) => {
    const own = candidates.flatMap((candidate, index) => (isIn(candidate, values) ? [index] : []));
    return { values, wanted, found: own.length, drawn: highest(own, keys).slice(0, wanted) };
  });
  return {
    drawn: cells.flatMap(({ drawn }) => drawn).sort((one, other) => one - other),
    shortages: cells.filter(({ wanted, found }) => found < wanted),
  };
}

function isIn({ weight, values }: Candidate, cell: readonly string[]): boolean {
  return weight > 0 && values.every((value, index) => value === cell[index]);
}

function highest(indices: readonly number[], keys: readonly number[]): number[] {
  return [...indices].sort((one, other) => (keys[other] ?? 0) - (keys[one] ?? 0));
}

/** Whole numbers for each combination of values, by largest remainders; a tie goes to the one that is written first. */
function divide(size: number, quota: Draw['quota']): { values: readonly string[]; wanted: number }[] {
  const due = cross(quota).map(({ values, share }) => ({ values, share: share * size }));
  const floors = due.map(({ share }) => Math.floor(share + rounding));
  const left = size - floors.reduce((sum, floor) => sum + floor, 0);
  const byRemainder = due
    .map(({ share }, index) => ({ index, remainder: share - (floors[index] ?? 0) }))
    .sort((one, other) => other.remainder - one.remainder || one.index - other.index);
  const extra = new Set(byRemainder.slice(0, left).map(({ index }) => index));
  return due.map(({ values }, index) => ({ values, wanted: (floors[index] ?? 0) + (extra.has(index) ? 1 : 0) }));
}

/** Shares are quotients: 0.29 × 100 is a little less than 29. */
const rounding = 1e-9;

/** Every combination of values, with the product of their shares. */
function cross(quota: Draw['quota']): { values: readonly string[]; share: number }[] {
  return quota.reduce<{ values: readonly string[]; share: number }[]>(
    (cells, shares) => {
      const sum = [...shares.values()].reduce((total, share) => total + share, 0);
      return cells.flatMap(({ values, share }) =>
        Array.from(shares, ([value, own]) => ({ values: [...values, value], share: (share * own) / sum })),
      );
    },
    [{ values: [], share: 1 }],
  );
}
