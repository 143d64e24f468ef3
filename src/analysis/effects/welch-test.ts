import { sampleVariance } from 'simple-statistics';
import { twoSidedP } from './student-t.js';
import { cellsIn, differenceOver, type Stratum } from './strata.js';

/**
 * The t-test of independent groups with unequal variances (Welch 1947), R's default; second − first. Over several strata,
 * it tests the mean of their differences, a contrast of cell means. Undefined if a cell has fewer than two values.
 */
export function welchTest(strata: readonly Stratum[]): {
  t: number | undefined;
  df: number | undefined;
  p: number | undefined;
} {
  const none = { t: undefined, df: undefined, p: undefined };
  const cells = cellsIn(strata);
  if (cells.some(({ length }) => length < 2)) return none;
  const errors = cells.map((values) => sampleVariance([...values]) / values.length / strata.length ** 2);
  const squared = errors.reduce((sum, error) => sum + error, 0);
  const difference = differenceOver(strata);
  if (Math.sqrt(squared) <= 1e-12 * Math.abs(difference) || squared === 0) return none;
  const t = difference / Math.sqrt(squared);
  const df =
    squared ** 2 / errors.reduce((sum, error, cell) => sum + error ** 2 / ((cells[cell]?.length ?? Number.NaN) - 1), 0);
  return { t, df, p: twoSidedP(t, df) };
}
