import type { Analysis } from '../analysis/analyse.js';
import type { ContrastEffect } from '../analysis/effects/compare-all.js';
import { labelMeasure } from '../analysis/discussion-figures.js';
import { number, probability } from '../analysis/tables/format-cell.js';
import type { ContrastRow, Figure, FigureRow, TurnFigure } from '../report/figure-data.js';

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

/** The labels of each metric over the turns, of the metrics that are also measures. */
export function turnFigures({ measures, labelsOverTurns, descriptives }: Analysis): TurnFigure[] {
  const conditions = [...new Set(descriptives.map(({ condition }) => condition))];
  const metrics = [...new Set(labelsOverTurns.map(({ metric }) => metric))];
  return metrics.flatMap((metric, index) => {
    const measure = measures.find(({ name }) => name === labelMeasure(metric));
    const points = labelsOverTurns.filter((point) => point.metric === metric);
    if (!measure) return [];
    const { title, unit, scale } = measure;
    const turns = [...new Set(points.map(({ turn }) => turn))].sort((one, other) => one - other);
    const byPlace = new Map(points.map((point) => [`${point.turn} ${point.condition}`, point]));
    const rows = conditions.map((condition) => {
      const own = turns.map((turn) => byPlace.get(`${turn} ${condition}`));
      const means = own.map((point) => (point ? Number(point.mean.toPrecision(4)) : null));
      return { condition, means, n: own.map((point) => point?.n ?? 0) };
    });
    const known = rows.filter(({ n }) => n.some((count) => count > 0));
    return [{ id: `turns-${index + 1}`, title, unit, scale, turns, rows: known }];
  });
}
