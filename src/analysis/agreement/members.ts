import type { OpenRandom } from '../open-random.js';
import { alphaStatistic } from './alpha.js';
import { clusterRows, type ClusterDesign } from './cluster-rows.js';
import { consensus } from './consensus.js';
import { describeCoverage, type Coverage } from './coverage.js';
import { estimate, figuresOf, type Estimate } from './estimate.js';
import { coderName, type DiscussionRows, type LabelTable } from './label-table.js';
import { pairwiseStatistic } from './pairwise.js';
import type { LabelRow } from './statistic.js';

/** One coder beside the rest of the panel, of which it is no part: leave-one-out. */
export interface Member {
  coder: string;
  coverage: Coverage;
  /** With the consensus of the others: quadratic weights on ordered scales. */
  kappa: Estimate | undefined;
  /** Mean difference, the coder − the mean of the others, whose median would be no middle where it is one of two; of numbers and ordered levels. */
  difference: number | undefined;
  /** Krippendorff's alpha of the panel without the coder, at the metric's level. */
  alphaWithout: number | undefined;
}

export function compareMembers(
  table: LabelTable,
  panel: readonly DiscussionRows[],
  { openRandom, ...design }: ClusterDesign & { openRandom: OpenRandom },
): Member[] {
  const { coders, numbers, values, scale, set, metric, hasLevels } = table;
  const { level } = scale;
  return coders.map((one, coder) => {
    const name = coderName(one, coders);
    const coverage = describeCoverage(table, panel, coder);
    if (coders.length < 2)
      return { coder: name, coverage, kappa: undefined, difference: undefined, alphaWithout: undefined };
    const beside = mapRows(panel, (row) => [row[coder] ?? 0, consensus(without(row, coder), level)]);
    const measure = level === 'nominal' ? 'kappa' : 'kappa_quadratic';
    const statistic = pairwiseStatistic({ size: values.length, pairs: [[0, 1]], names: [measure] });
    const strata = clusterRows(beside, design);
    const random = openRandom('agreement', 'member', set, metric, one.key);
    const alpha = alphaStatistic({ numbers, levels: [level] });
    return {
      coder: name,
      coverage,
      kappa: hasLevels ? estimate({ statistic, strata, random }).get(measure) : undefined,
      difference: level === 'nominal' ? undefined : meanDifference(rowsIn(panel), coder, numbers),
      alphaWithout: figuresOf(alpha, rowsIn(mapRows(panel, (row) => without(row, coder))))[`alpha_${level}`],
    };
  });
}

function meanDifference(rows: readonly LabelRow[], coder: number, numbers: readonly number[]): number | undefined {
  const differences = rows.flatMap((row) => {
    const own = numbers[(row[coder] ?? 0) - 1];
    const others = meanOf(without(row, coder).flatMap((code) => numbers[code - 1] ?? []));
    return own === undefined || others === undefined ? [] : [own - others];
  });
  return meanOf(differences);
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, one) => sum + one, 0) / values.length;
}

function without(row: LabelRow, coder: number): number[] {
  return Array.from(row, (code, index) => (index === coder ? 0 : code));
}

function mapRows(panel: readonly DiscussionRows[], change: (row: LabelRow) => LabelRow): DiscussionRows[] {
  return panel.map((discussion) => ({ ...discussion, rows: discussion.rows.map(change) }));
}

function rowsIn(panel: readonly DiscussionRows[]): LabelRow[] {
  return panel.flatMap(({ rows }) => rows);
}
