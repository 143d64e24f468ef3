import type { MeasureWords } from '../measures/measure.js';
import type { MultiverseRow } from '../multiverse.js';
import { number } from './format-cell.js';
import { numbers, words, type ReportTable } from './report-table.js';

export function multiverseTable(rows: readonly MultiverseRow[], measures: readonly MeasureWords[]): ReportTable {
  const share = (value: number | undefined): string => (value === undefined ? '–' : `${(100 * value).toFixed(0)} %`);
  return {
    name: 'multiverse',
    title: 'Multiverse: declared contrasts from each annotation set × coder × form of the question alone',
    columns: [
      ...words('contrast', 'measure'),
      ...numbers('specifications', 'difference', 'smallest', 'largest', 'same sign', 'same verdict'),
    ],
    rows: rows.map((row) => [
      row.contrast,
      measures.find(({ name }) => name === row.measure)?.title ?? row.measure,
      String(row.specifications),
      ...[row.difference, row.smallest, row.largest].map(number),
      share(row.sameSign),
      share(row.sameVerdict),
    ]),
  };
}
