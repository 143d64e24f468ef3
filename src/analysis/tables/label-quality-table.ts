import { massBounds, type LabelQuality } from '../label-quality.js';
import { number } from './format-cell.js';
import type { ReportTable } from './report-table.js';

const statuses = ['ok', 'cannot_judge', 'invalid', 'refused', 'low_mass', 'unscored'] as const;

/** What became of labels, and how much of its probability the model gave to valid answers at all. */
export function labelQualityTable(rows: readonly LabelQuality[]): ReportTable {
  const used = statuses.filter((status) => status === 'ok' || rows.some(({ counts }) => counts[status] !== undefined));
  const isScored = rows.some(({ legalMass }) => legalMass !== undefined);
  const numbers = [
    'labels asked',
    ...used.map((status) => status.replace('_', ' ')),
    ...(isScored ? massTitles() : []),
  ];
  return {
    name: 'labels',
    title: 'What became of the labels, and the legal mass: the probability that the model gives any valid answer',
    columns: [
      ...['annotation set', 'metric', 'form'].map((title) => ({ title, kind: 'words' as const })),
      ...numbers.map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: rows.map(({ set, metric, form, asked, counts, legalMass }) => [
      ...[set, metric, form, String(asked)],
      ...used.map((status) => String(counts[status] ?? 0)),
      ...(isScored ? massCells(legalMass) : []),
    ]),
  };
}

function massTitles(): string[] {
  const classes = massBounds.map((bound, at) =>
    at === 0 ? `mass < ${bound}` : `${massBounds[at - 1] ?? 0} to ${bound}`,
  );
  return ['median mass', ...classes, `≥ ${massBounds.at(-1) ?? 1}`];
}

function massCells(mass: LabelQuality['legalMass']): string[] {
  if (!mass) return Array.from({ length: massBounds.length + 2 }, () => '–');
  return [mass.median < 0.001 ? mass.median.toExponential(0) : number(mass.median), ...mass.classes.map(String)];
}
