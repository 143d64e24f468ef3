/**
 * The median over the rounds of our figure divided by the other, or of ours alone; null if the other was not measured.
 */
export function medianRatio(ours: readonly number[], other?: readonly number[]): number | null {
  if (other?.length === 0) return null;
  const ratios = ours.map((rate, round) => rate / (other?.[round] ?? 1)).sort((a, b) => a - b);
  return Math.round((ratios[ratios.length >> 1] ?? Number.NaN) * 100) / 100;
}
