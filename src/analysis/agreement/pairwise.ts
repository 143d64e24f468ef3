import { kappa } from './kappa.js';
import { pairTable, type PairTable } from './pair-table.js';
import { percentAgreement } from './percent-agreement.js';
import { spearman } from './spearman.js';
import { Places, type Statistic } from './statistic.js';

export type PairMeasure = keyof typeof measures;

const measures = {
  kappa: (table: PairTable) => kappa(table, 'unweighted'),
  kappa_linear: (table: PairTable) => kappa(table, 'linear'),
  kappa_quadratic: (table: PairTable) => kappa(table, 'quadratic'),
  spearman,
  percent_agreement: percentAgreement,
};

interface PairwiseOptions {
  /** How many values there are. */
  size: number;
  /** The coders to compare, as places in a row. */
  pairs: readonly (readonly [first: number, second: number])[];
  names: readonly PairMeasure[];
}

/**
 * Measures of two coders, as the mean over pairs: Cohen's kappa becomes Light's (1971). A pair for which a measure is
 * undefined is left out of its mean.
 */
export function pairwiseStatistic({ size, pairs, names }: PairwiseOptions): Statistic {
  const places = new Places();
  const cellsOf = pairs.map(() => new Set<number>());
  return {
    add(row, note) {
      pairs.forEach(([one, other], pair) => {
        const [first = 0, second = 0] = [row[one], row[other]];
        if (first <= 0 || second <= 0) return;
        const place = places.of((pair * size + first - 1) * size + second - 1);
        cellsOf[pair]?.add(place);
        note(place, 1);
      });
    },
    figures(sums) {
      const tables = cellsOf.map((own) => pairTable(size, cellsAt(own, sums)));
      return Object.fromEntries(names.map((name) => [name, meanOf(tables.map(measures[name]))]));
    },
  };

  function cellsAt(own: ReadonlySet<number>, sums: Float64Array): PairTable['cells'] {
    return Array.from(own, (place) => {
      const cell = (places.keys[place] ?? 0) % size ** 2;
      const second = cell % size;
      return { first: (cell - second) / size, second, count: sums[place] ?? 0 };
    });
  }
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}
