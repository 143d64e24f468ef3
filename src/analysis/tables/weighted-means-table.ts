import type { WeightedMean, WeightedMeans } from '../calibration/weighted-means.js';
import { number } from './format-cell.js';
import { numbers, words, type ReportTable } from './report-table.js';

/** What people's labels say of all comments that could be drawn. */
export function weightedMeansTable(means: readonly WeightedMeans[]): ReportTable {
  return {
    name: 'weighted-means',
    title:
      'Labels by people, weighted by their inclusion probabilities to all comments that could be drawn; a comment’s label is the mean over annotators, or over people; differences are of the comments that both labelled',
    columns: [
      ...words('label'),
      ...numbers('comments', 'models: mean', 'labelled', 'people: mean', 'SE', 'models − people', 'SE'),
    ],
    rows: means.map(({ outcome, comments, byModels, labelled, byPeople, difference }) => [
      ...[outcome, String(comments), number(byModels), String(labelled)],
      ...cells(byPeople),
      ...cells(difference),
    ]),
  };
}

function cells({ mean, se }: WeightedMean): string[] {
  return [number(mean), number(se)];
}
