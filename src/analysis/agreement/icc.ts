import type { Statistic } from './statistic.js';

/** In the names of McGraw & Wong (1996); in those of Shrout & Fleiss (1979): (2,1), (2,k), (3,1), (3,k). */
type IccName = 'icc_a1' | 'icc_ak' | 'icc_c1' | 'icc_ck';

interface IccOptions {
  coders: number;
  /** Of each value, in order. */
  numbers: readonly number[];
}

/**
 * Intraclass correlations of the two-way model, of comments that all coders labelled (listwise): absolute agreement (A)
 * and consistency (C), of one coder (1) and of the mean of all (k). `icc_n` counts these comments, `icc_dropped` the rest.
 */
export function iccStatistic({ coders: k, numbers }: IccOptions): Statistic {
  const [count, dropped, squares, rowSquares, columns] = [0, 1, 2, 3, 4];
  return {
    add(row, note) {
      const values = Array.from({ length: k }, (_, coder) => numbers[(row[coder] ?? 0) - 1]);
      const known = values.filter((value) => value !== undefined);
      if (known.length < k) {
        note(dropped, 1);
        return;
      }
      note(count, 1);
      note(squares, sumOf(known.map((value) => value ** 2)));
      note(rowSquares, sumOf(known) ** 2);
      known.forEach((value, coder) => {
        note(columns + coder, value);
      });
    },
    figures(sums) {
      const at = (place: number): number => sums[place] ?? 0;
      const own = Array.from({ length: k }, (_, coder) => at(columns + coder));
      const [n, total] = [at(count), sumOf(own)];
      const correction = total ** 2 / (n * k);
      const rows = at(rowSquares) / k - correction;
      const between = sumOf(own.map((sum) => sum ** 2)) / n - correction;
      const rest = at(squares) - correction - rows - between;
      const means = { rows: rows / (n - 1), coders: between / (k - 1), rest: rest / ((n - 1) * (k - 1)) };
      return { ...(n > 1 && k > 1 ? correlations(means, { n, k }) : {}), icc_n: n, icc_dropped: at(dropped) };
    },
  };
}

function correlations(
  { rows, coders, rest }: { rows: number; coders: number; rest: number },
  { n, k }: { n: number; k: number },
): Record<IccName, number | undefined> {
  const signal = rows - rest;
  const over = (whole: number): number | undefined => (Math.abs(whole) < 1e-12 ? undefined : signal / whole);
  return {
    icc_a1: over(rows + (k - 1) * rest + (k * (coders - rest)) / n),
    icc_ak: over(rows + (coders - rest) / n),
    icc_c1: over(rows + (k - 1) * rest),
    icc_ck: over(rows),
  };
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
