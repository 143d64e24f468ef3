import type { Scale } from './scale.js';
import type { LabelRow } from './statistic.js';

/**
 * The label of several coders together: the median, of two middle ones the lower, so that it is a value of the scale; of
 * categories the most frequent one. 0 without labels, or if categories are tied.
 */
export function consensus(row: LabelRow, level: Scale['level']): number {
  const codes = Array.from(row)
    .filter((code) => code > 0)
    .sort((one, other) => one - other);
  if (level !== 'nominal') return codes[Math.ceil(codes.length / 2) - 1] ?? 0;
  const counts = new Map<number, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const winners = [...counts].filter(([, count]) => count === most);
  return winners.length === 1 ? (winners[0]?.[0] ?? 0) : 0;
}
