import { sampleVariance } from 'simple-statistics';
import { cellsIn, differenceOver, type Stratum } from './strata.js';

/**
 * Hedges' g: the mean difference within strata (second − first) in standard deviations pooled over all cells, with the
 * correction 1 − 3 / (4 df − 1) for small samples (Hedges 1981; Lakens 2013). Undefined without variance or for a cell of
 * one.
 */
export function hedgesG(strata: readonly Stratum[]): number | undefined {
  const cells = cellsIn(strata);
  if (cells.some(({ length }) => length < 2)) return undefined;
  const df = cells.reduce((sum, { length }) => sum + length - 1, 0);
  const squares = cells.reduce((sum, values) => sum + (values.length - 1) * sampleVariance([...values]), 0);
  const pooled = Math.sqrt(squares / df);
  const difference = differenceOver(strata);
  if (pooled <= 1e-12 * Math.abs(difference) || pooled === 0) return undefined;
  return (difference / pooled) * (1 - 3 / (4 * df - 1));
}
