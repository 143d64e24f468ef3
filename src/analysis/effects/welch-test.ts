import { mean, sampleVariance } from 'simple-statistics';
import { twoSidedP } from './student-t.js';

/** The t-test of two independent groups with unequal variances (Welch 1947), R's default; second − first. */
export function welchTest(
  first: readonly number[],
  second: readonly number[],
): { t: number | undefined; df: number | undefined; p: number | undefined } {
  const none = { t: undefined, df: undefined, p: undefined };
  if (first.length < 2 || second.length < 2) return none;
  const [one, other] = [sampleVariance([...first]) / first.length, sampleVariance([...second]) / second.length];
  if (one + other === 0) return none;
  const t = (mean([...second]) - mean([...first])) / Math.sqrt(one + other);
  const df = (one + other) ** 2 / (one ** 2 / (first.length - 1) + other ** 2 / (second.length - 1));
  return { t, df, p: twoSidedP(t, df) };
}
