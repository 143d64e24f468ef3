import type { PairTable } from './pair-table.js';

/** The share of comments to which both coders gave the same value. */
export function percentAgreement({ n, cells }: PairTable): number | undefined {
  if (n === 0) return undefined;
  return cells.reduce((sum, { first, second, count }) => sum + (first === second ? count : 0), 0) / n;
}
