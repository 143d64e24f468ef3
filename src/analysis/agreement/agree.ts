import type { OpenRandom } from '../open-random.js';
import { alphaStatistic, type AlphaLevel } from './alpha.js';
import { clusterRows, type ClusterDesign } from './cluster-rows.js';
import { describeCoverage, type Coverage } from './coverage.js';
import { estimate, type Estimate } from './estimate.js';
import { iccStatistic } from './icc.js';
import { panelRows, type DiscussionRows, type LabelTable } from './label-table.js';
import { compareMembers, type Member } from './members.js';
import { ndfuByChance, ndfuStatistic } from './ndfu.js';
import { pairwiseStatistic, type PairMeasure } from './pairwise.js';
import { measureStability, type Stability } from './stability.js';
import type { Statistic } from './statistic.js';

/** How far coders agree on one metric of one annotation set. */
export interface Agreement {
  set: string;
  metric: string;
  level: 'nominal' | 'ordinal' | 'interval';
  coders: number;
  /** Comments that at least two coders labelled. */
  comments: number;
  /** What intervals take as independent: discussions, replicates of a paired design, or topics. */
  clusters: number;
  coverage: Coverage;
  /** Empty for a single coder. */
  figures: readonly NamedEstimate[];
  members: readonly Member[];
  stability: readonly Stability[];
}

/** `alpha_ordinal`, `kappa_quadratic`, `icc_a1` … */
export interface NamedEstimate extends Estimate {
  name: string;
}

export interface AgreeOptions extends ClusterDesign {
  openRandom: OpenRandom;
}

export function agree(table: LabelTable, options: AgreeOptions): Agreement {
  const { set, metric, scale, coders } = table;
  const panel = panelRows(table);
  const strata = clusterRows(panel, options);
  const random = (of: string): ReturnType<OpenRandom> => options.openRandom('agreement', of, set, metric);
  const figures =
    coders.length < 2
      ? []
      : statisticsOf(table).flatMap(({ of, statistic }) => [...estimate({ statistic, strata, random: random(of) })]);
  return {
    ...{ set, metric },
    level: scale.level,
    coders: coders.length,
    comments: countLabelled(panel),
    clusters: strata.flat().length,
    coverage: describeCoverage(table, panel),
    figures: [
      ...figures.map(([name, found]) => ({ name, ...found })),
      ...(hasNdfu(table) && coders.length > 1 ? [ndfuByChance(panel, table, random('ndfu by chance'))] : []),
    ],
    members: compareMembers(table, panel, options),
    stability: measureStability(table, options),
  };
}

function countLabelled(panel: readonly DiscussionRows[]): number {
  const isLabelled = (row: DiscussionRows['rows'][number]): boolean =>
    Array.from(row).filter((code) => code > 0).length > 1;
  return panel.reduce((sum, { rows }) => sum + rows.filter(isLabelled).length, 0);
}

/** Every level at which the values can be compared, the metric's own first. */
function alphaLevels({ scale: { level }, values }: LabelTable): AlphaLevel[] {
  if (level === 'nominal') return ['nominal'];
  const areNumbers = values.every((value) => typeof value === 'number');
  const others: readonly AlphaLevel[] = areNumbers
    ? ['ordinal', 'interval', 'ratio', 'nominal']
    : ['ordinal', 'nominal'];
  return [level, ...others.filter((other) => other !== level)];
}

function hasNdfu({ scale, hasLevels }: LabelTable): boolean {
  return hasLevels && scale.level !== 'nominal';
}

interface NamedStatistic {
  /** Of its random stream. */
  of: string;
  statistic: Statistic;
}

function statisticsOf(table: LabelTable): NamedStatistic[] {
  const { numbers, values, coders, scale, statuses } = table;
  const isNominal = scale.level === 'nominal';
  const size = values.length;
  const all: (NamedStatistic | false)[] = [
    { of: 'alpha', statistic: alphaStatistic({ numbers, levels: alphaLevels(table) }) },
    statuses.length > 0 && { of: 'alpha with statuses', statistic: withStatuses(table) },
    {
      of: 'pairs',
      statistic: pairwiseStatistic({ size, pairs: pairsOf(coders.length), names: pairMeasures(table) }),
    },
    !isNominal && { of: 'icc', statistic: iccStatistic({ coders: coders.length, numbers }) },
    hasNdfu(table) && { of: 'ndfu', statistic: ndfuStatistic({ numbers }) },
  ];
  return all.filter((one) => one !== false);
}

function pairMeasures({ scale, hasLevels }: LabelTable): PairMeasure[] {
  if (scale.level === 'nominal') return ['kappa', 'percent_agreement'];
  const weighted = ['kappa', 'kappa_linear', 'kappa_quadratic', 'percent_agreement'] as const;
  // Means that no scale declares are hardly ever equal.
  if (scale.values && !hasLevels) return ['spearman'];
  return [...(hasLevels ? weighted : (['percent_agreement'] as const)), 'spearman'];
}

function pairsOf(coders: number): [number, number][] {
  return Array.from({ length: coders }, (_, one) =>
    Array.from({ length: coders - one - 1 }, (__, step): [number, number] => [one, one + step + 1]),
  ).flat();
}

/** The sensitivity run: answers without a value are further categories, as `alpha_nominal_with_statuses`. */
function withStatuses({ values, statuses }: LabelTable): Statistic {
  const numbers = Array.from({ length: values.length + statuses.length }, (_, index) => index);
  const alpha = alphaStatistic({ numbers, levels: ['nominal'] });
  return {
    add(row, note) {
      alpha.add(
        Array.from(row, (code) => (code < 0 ? values.length - code : code)),
        note,
      );
    },
    figures: (sums) => ({ alpha_nominal_with_statuses: alpha.figures(sums)['alpha_nominal'] }),
  };
}
