import type { Figure, FigureRow, ReportOverview, RoleRates } from './report-data.js';

type Counted = Pick<ReportOverview, 'conditions' | 'rates'>;

/** The figures that are plain ratios of counts. */
export function countFigures({ conditions, rates }: Counted): Figure[] {
  const rowsOf = (measure: (counts: RoleRates) => number, among: (counts: RoleRates) => number): FigureRow[] =>
    conditions.map(({ condition }) => {
      const own = rates.filter((row) => row.condition === condition);
      const n = sum(own, among);
      return { label: condition, estimate: n > 0 ? sum(own, measure) / n : null, n };
    });
  const spoken = ({ turns, silent, missing }: RoleRates): number => turns - silent - missing;
  const figures: Figure[] = [
    {
      id: 'words-per-comment',
      title: 'Length of comments',
      unit: 'words per comment',
      note: 'Mean over all generated comments with text, seed opinions left out.',
      of: 'comments',
      scale: 'number',
      rows: rowsOf(({ words }) => words, spoken),
    },
    {
      id: 'silence',
      title: 'Silent turns',
      unit: 'of turns',
      note: 'Turns in which the actor chose to say nothing; missing comments are not silence.',
      of: 'turns',
      scale: 'share',
      rows: rowsOf(
        ({ silent }) => silent,
        ({ turns }) => turns,
      ),
    },
  ];
  return figures.filter(({ rows }) => rows.some(({ estimate }) => estimate !== null));
}

function sum(rows: readonly RoleRates[], of: (row: RoleRates) => number): number {
  return rows.reduce((total, row) => total + of(row), 0);
}
