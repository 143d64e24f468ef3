/** Statistics of one measure in a pilot, from one value per discussion. */
export interface PilotSpread {
  n: number;
  mean: number;
  /** Sample standard deviation, with n − 1. */
  sd: number;
}

const z95 = 1.959964;
const mostReplicates = 1_000_000;

export function spreadOf(values: readonly number[]): PilotSpread {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { n, mean, sd: n > 1 ? Math.sqrt(squares / (n - 1)) : Number.NaN };
}

/**
 * The smallest number of replicates for which the 95 % t interval of a mean has at most this full width, if discussions
 * vary as in the pilot. `variances`: 1 for one mean or a paired difference (with the sd of the differences), 2 for the
 * difference of two independent means of this sd.
 */
export function neededReplicates(sd: number, width: number, variances: 1 | 2 = 1): number {
  if (!Number.isFinite(sd)) return Number.NaN;
  const fits = (n: number): boolean => {
    const freedom = variances * (n - 1);
    return 2 * tQuantile(freedom) * sd * Math.sqrt(variances / n) <= width;
  };
  let n = Math.max(2, Math.ceil(variances * ((2 * z95 * sd) / width) ** 2));
  while (!fits(n) && n < mostReplicates) n += 1;
  return n;
}

/**
 * 97.5 % point of Student's t: the Cornish-Fisher expansion (Abramowitz & Stegun 26.7.5), accurate enough from 2
 * degrees of freedom on.
 */
function tQuantile(freedom: number): number {
  const z = z95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92160,
  ];
  return terms.reduce((sum, term, index) => sum + term / freedom ** (index + 1), z);
}
