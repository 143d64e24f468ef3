import type { Analysis } from '../analysis/analyse.js';
import type { ContrastEffect } from '../analysis/effects/compare-all.js';
import { number, probability } from '../analysis/tables/format-cell.js';
import type { ContrastRow, Figure, FigureRow } from '../report/figure-data.js';

/** The measures of an analysis as figures of the report page: means by condition, and what contrasts make of them. */
export function pageFigures({ measures, descriptives, effects }: Analysis): Figure[] {
  return measures.map(({ name, title, unit, note, scale }) => ({
    id: `measure-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    ...{ title, unit, note, scale },
    of: 'discussions',
    rows: descriptives.filter(({ measure }) => measure === name).map(meanRow),
    contrasts: effects.filter(({ measure }) => measure === name).map(contrastRow),
  }));
}

function meanRow({ condition, mean, interval, n }: Analysis['descriptives'][number]): FigureRow {
  return { label: condition, estimate: mean, ...(interval && { low: interval.low, high: interval.high }), n };
}

function contrastRow(effect: ContrastEffect): ContrastRow {
  const { contrast, status, difference, interval, pairs, n, design, dAv, hedgesG, pAdjusted } = effect;
  return {
    label: contrast,
    isDeclared: status === 'declared',
    estimate: difference,
    ...(interval && { low: interval.low, high: interval.high }),
    n: pairs ?? Math.min(...n),
    effect: design === 'paired' ? `d_av ${number(dAv)}` : `g ${number(hedgesG)}`,
    p: status === 'declared' ? probability(pAdjusted) : '',
  };
}
