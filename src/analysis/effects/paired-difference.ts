import { mean, sampleStandardDeviation } from 'simple-statistics';
import { studentQuantile, twoSidedP } from './student-t.js';

interface PairedDifference {
  pairs: number;
  /** Mean of second − first, in the unit of the measure. */
  difference: number;
  /** The difference in mean standard deviations of the two sides, d_av (Lakens 2013). */
  dAv: number | undefined;
  /** Undefined where all differences are equal. */
  t: number | undefined;
  p: number | undefined;
  /** 95 % interval of the difference by the t distribution. */
  low: number | undefined;
  high: number | undefined;
}

/** The paired t-test; `first` and `second` are of equal length, pair by pair. */
export function pairedDifference(first: readonly number[], second: readonly number[]): PairedDifference {
  const differences = second.map((value, pair) => value - (first[pair] ?? Number.NaN));
  const pairs = differences.length;
  const difference = pairs > 0 ? mean(differences) : Number.NaN;
  const none = { pairs, difference, dAv: undefined, t: undefined, p: undefined, low: undefined, high: undefined };
  if (pairs < 2) return none;
  const spread = (sampleStandardDeviation([...first]) + sampleStandardDeviation([...second])) / 2;
  const dAv = spread > 0 ? difference / spread : undefined;
  const error = sampleStandardDeviation(differences) / Math.sqrt(pairs);
  if (error <= 1e-12 * Math.abs(difference) || error === 0) return { ...none, dAv };
  const t = difference / error;
  const margin = studentQuantile(0.975, pairs - 1) * error;
  const p = twoSidedP(t, pairs - 1);
  return { pairs, difference, dAv, t, p, low: difference - margin, high: difference + margin };
}
