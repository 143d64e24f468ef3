import type { Analysis } from '../analysis/analyse.js';
import { fewestClusters } from '../analysis/effects/bootstrap-interval.js';
import type { Figure } from '../report/report-data.js';

/** The measures of an analysis as figures of the report page: the mean over discussions with its interval, by condition. */
export function pageFigures({ measures, descriptives }: Pick<Analysis, 'measures' | 'descriptives'>): Figure[] {
  return measures.map(({ name, unit }) => ({
    id: `measure-${name.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`,
    title: name,
    unit,
    note: `Mean over discussions; the interval is a bootstrap over them, from ${fewestClusters} on.`,
    of: 'discussions',
    scale: 'number',
    rows: descriptives
      .filter(({ measure }) => measure === name)
      .map(({ condition, mean, interval, n }) => ({
        label: condition,
        estimate: mean,
        ...(interval && { low: interval.low, high: interval.high }),
        n,
      })),
  }));
}
