import { midRanks } from './mid-ranks.js';
import type { PairTable } from './pair-table.js';

/** Spearman's rank correlation with mid-ranks for ties; undefined without variation. */
export function spearman({ n, first, second, cells }: PairTable): number | undefined {
  const [one, other] = [midRanks(first), midRanks(second)];
  const middle = (n + 1) / 2;
  const spread = (counts: Float64Array, ranks: Float64Array): number =>
    counts.reduce((sum, count, value) => sum + count * ((ranks[value] ?? 0) - middle) ** 2, 0);
  const scale = Math.sqrt(spread(first, one) * spread(second, other));
  if (!(scale > 0)) return undefined;
  const shared = cells.reduce(
    (sum, cell) => sum + cell.count * ((one[cell.first] ?? 0) - middle) * ((other[cell.second] ?? 0) - middle),
    0,
  );
  return shared / scale;
}
