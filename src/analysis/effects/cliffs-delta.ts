/**
 * Cliff's delta (Cliff 1993): the share of pairs in which the second group is higher minus the share in which it is
 * lower, −1 to 1. For ordered values. Rates and their means are equal although their last bits differ: to 12 digits, they
 * are tied.
 */
export function cliffsDelta(first: readonly number[], second: readonly number[]): number | undefined {
  if (first.length === 0 || second.length === 0) return undefined;
  const sorted = first.map(rounded).toSorted((one, other) => one - other);
  const dominance = second
    .map(rounded)
    .reduce((sum, value) => sum + countBelow(sorted, value) - (sorted.length - countUpTo(sorted, value)), 0);
  return dominance / (first.length * second.length);
}

function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

function countBelow(sorted: readonly number[], value: number): number {
  return partition(sorted, (other) => other < value);
}

function countUpTo(sorted: readonly number[], value: number): number {
  return partition(sorted, (other) => other <= value);
}

/** The number of leading values that pass, by halving. */
function partition(sorted: readonly number[], passes: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (passes(sorted[middle] ?? Number.NaN)) low = middle + 1;
    else high = middle;
  }
  return low;
}
