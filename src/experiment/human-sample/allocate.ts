/** A stratum to draw from. */
export interface ToAllocate {
  /** Its comments. */
  size: number;
  /** Its claim on the sample: its size, or the same for all. */
  weight: number;
  /** The fewest that are drawn from it. */
  least: number;
}

/**
 * How many comments to draw from each stratum: one at a time, to the one with the largest claim for its next (the method
 * of Sainte-Laguë), so that a larger sample never draws fewer from any.
 */
export function allocate(strata: readonly ToAllocate[], total: number): number[] {
  const counts = strata.map(({ least, size }) => Math.min(least, size));
  for (let left = total - counts.reduce((sum, count) => sum + count, 0); left > 0; left -= 1) {
    const claims = strata.map(({ size, weight }, at) => {
      const own = counts[at] ?? 0;
      return own < size ? weight / (2 * own + 1) : -1;
    });
    const next = claims.indexOf(Math.max(...claims));
    if ((claims[next] ?? -1) < 0) break; // all are drawn
    counts[next] = (counts[next] ?? 0) + 1;
  }
  return counts;
}
