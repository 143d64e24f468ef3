import type { Statistic } from './statistic.js';

/** The mean difference of two coders, the first − the second, as `difference`, and `n`, the comments that both labelled. */
export function differenceStatistic({ numbers }: { numbers: readonly number[] }): Statistic {
  return {
    add(row, note) {
      const [first, second] = [numbers[(row[0] ?? 0) - 1], numbers[(row[1] ?? 0) - 1]];
      if (first === undefined || second === undefined) return;
      note(0, 1);
      note(1, first - second);
    },
    figures([n = 0, sum = 0]) {
      return { n, difference: n === 0 ? undefined : sum / n };
    },
  };
}
