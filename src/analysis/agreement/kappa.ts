import type { PairTable } from './pair-table.js';

export type KappaWeights = 'unweighted' | 'linear' | 'quadratic';

/**
 * Cohen's kappa (1960; weighted: 1968, disagreement by the distance of the declared levels). Undefined if both coders
 * gave one and the same value throughout.
 */
export function kappa(table: PairTable, weights: KappaWeights): number | undefined {
  const { n, cells } = table;
  const expected = expectedBy[weights](table) / n;
  if (n === 0 || expected <= 0) return undefined;
  const observed = cells.reduce(
    (sum, { first, second, count }) => sum + count * distanceBy[weights](Math.abs(first - second)),
    0,
  );
  return 1 - observed / expected;
}

const distanceBy: Readonly<Record<KappaWeights, (steps: number) => number>> = {
  unweighted: (steps) => Number(steps > 0),
  linear: (steps) => steps,
  quadratic: (steps) => steps ** 2,
};

/** The sum over all pairs of values of first × second × distance, one pass over the values each. */
const expectedBy: Readonly<Record<KappaWeights, (table: PairTable) => number>> = {
  unweighted: ({ n, first, second }) =>
    n ** 2 - first.reduce((sum, count, value) => sum + count * (second[value] ?? 0), 0),
  linear({ n, first, second }) {
    let [sum, firstBelow, secondBelow] = [0, 0, 0];
    first.forEach((count, value) => {
      firstBelow += count;
      secondBelow += second[value] ?? 0;
      sum += firstBelow * (n - secondBelow) + secondBelow * (n - firstBelow);
    });
    return sum;
  },
  quadratic({ n, first, second }) {
    const [one, other] = [momentsOf(first), momentsOf(second)];
    return n * (one.squares + other.squares) - 2 * one.sum * other.sum;
  },
};

function momentsOf(counts: Float64Array): { sum: number; squares: number } {
  return {
    sum: counts.reduce((total, count, value) => total + count * value, 0),
    squares: counts.reduce((total, count, value) => total + count * value ** 2, 0),
  };
}
