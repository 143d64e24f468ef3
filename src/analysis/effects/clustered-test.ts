import { twoSidedP } from './student-t.js';

/**
 * The t-test of a difference with a cluster-robust standard error and G − 1 degrees of freedom (Cameron & Miller 2015,
 * 2.3; R's `sandwich::vcovCL` with `type = "HC0"`). A cluster's influence is what its residuals add to the difference.
 * With one pair in each cluster it is the paired t-test. Undefined below two clusters or without variance.
 */
export function clusteredTest(difference: number, influences: readonly number[]): { t: number; p: number } | undefined {
  const clusters = influences.length;
  if (clusters < 2) return undefined;
  const squares = influences.reduce((sum, influence) => sum + influence * influence, 0);
  const error = Math.sqrt((clusters / (clusters - 1)) * squares);
  if (error <= 1e-12 * Math.abs(difference) || error === 0) return undefined;
  const t = difference / error;
  return { t, p: twoSidedP(t, clusters - 1) };
}
