import { mean, sampleVariance } from 'simple-statistics';

/**
 * Hedges' g: the difference of means (second − first) in pooled standard deviations, with the correction
 * 1 − 3 / (4 df − 1) for small samples (Hedges 1981; Lakens 2013). Undefined without variance or for a group of one.
 */
export function hedgesG(first: readonly number[], second: readonly number[]): number | undefined {
  if (first.length < 2 || second.length < 2) return undefined;
  const df = first.length + second.length - 2;
  const squares = (first.length - 1) * sampleVariance([...first]) + (second.length - 1) * sampleVariance([...second]);
  const pooled = Math.sqrt(squares / df);
  if (pooled === 0) return undefined;
  return ((mean([...second]) - mean([...first])) / pooled) * (1 - 3 / (4 * df - 1));
}
