import type { LabelRow } from '../agreement/statistic.js';

/** How often people gave the first label and the coder the second, over all pairs of a person and a comment. */
export function confusionOf(rows: readonly LabelRow[], size: number): number[][] {
  const counts = Array.from({ length: size }, () => new Array<number>(size).fill(0));
  for (const row of rows) {
    const coder = row[0] ?? 0;
    for (let human = 1; coder > 0 && human < row.length; human += 1) {
      const own = counts[(row[human] ?? 0) - 1];
      if (own) own[coder - 1] = (own[coder - 1] ?? 0) + 1;
    }
  }
  return counts;
}

/** What a coder does where people give one label. */
export interface BiasByLabel {
  /** Index of the label in the metric's values. */
  value: number;
  /** Labels of people. */
  n: number;
  /**
   * Of ordered values, the mean of the coder's label − theirs, undefined without any; of categories, the coder's share of
   * this label − theirs.
   */
  bias: number | undefined;
}

/** `numbers` only for ordered values. */
export function biasByLabel(confusion: readonly (readonly number[])[], numbers?: readonly number[]): BiasByLabel[] {
  const total = confusion.flat().reduce((sum, count) => sum + count, 0);
  return confusion.map((own, value) => {
    const n = own.reduce((sum, count) => sum + count, 0);
    if (!numbers) {
      const chosen = confusion.reduce((sum, row) => sum + (row[value] ?? 0), 0);
      return { value, n, bias: total === 0 ? undefined : (chosen - n) / total };
    }
    const [of = 0, sum] = [numbers[value], own.reduce((all, count, other) => all + count * (numbers[other] ?? 0), 0)];
    return { value, n, bias: n === 0 ? undefined : sum / n - of };
  });
}
