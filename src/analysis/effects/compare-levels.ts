import { mean } from 'simple-statistics';
import { bootstrapInterval, fewestClusters, type Interval, type Random } from './bootstrap-interval.js';
import { cliffsDelta } from './cliffs-delta.js';
import { describeContrast } from './contrasts.js';
import { hedgesG } from './hedges-g.js';
import { pairedDifference } from './paired-difference.js';
import { bySide, pairUp, type Compared, type Pair, type Side } from './sides.js';
import { cellsIn, differenceOver, meanOf, meanOver, stratify, type Stratum } from './strata.js';
import { welchTest } from './welch-test.js';

/** The difference that a contrast makes in a measure, second level − first. */
export interface Effect {
  measure: string;
  design: 'paired' | 'independent';
  /** Discussions with a value on each side; in independent designs, those compared. */
  n: readonly [number, number];
  /** Replicates compared; paired designs only. */
  pairs?: number;
  /** Discussions left out because their partner is missing; paired designs only. */
  withoutPartner?: number;
  /** Conditions whose levels of the other factors only one side has; independent designs only. */
  leftOut?: readonly string[];
  /** In independent designs, over the cells that both sides have, with equal weights. */
  means: readonly [number, number];
  difference: number;
  /** Clustered bootstrap. */
  interval: Interval | undefined;
  /** Clusters of the smaller side that can vary: a cell of one cannot. */
  clusters: number;
  /** Independent designs only. */
  hedgesG?: number | undefined;
  /** Paired designs only. */
  dAv?: number | undefined;
  cliffsDelta: number | undefined;
  t: number | undefined;
  /** Of the t-test; few where small cells vary most. Independent designs only: in others, pairs − 1. */
  df?: number | undefined;
  p: number | undefined;
  /** Why there is no p. */
  untested?: string;
  /** The difference without comments that took more than one try; absent if there were none. */
  withoutResampled?: number | undefined;
}

/** Why there is no effect. */
interface NoEffect {
  reason: string;
}

/** The reason in designs in which another factor changes with this one. */
export const neverTogether = 'the levels never occur with the same levels of the other factors';

export function compareLevels(compared: Compared): Effect | NoEffect {
  const sides = bySide(compared);
  const empty = compared.contrast.levels.find((_, index) => sides[index]?.length === 0);
  if (empty !== undefined) return { reason: `no discussion of ${empty} has a value` };
  const effect = compared.isPaired ? comparePairs(compared, sides) : compareGroups(compared, sides);
  if ('reason' in effect || !compared.figures.some(({ withoutResampled }) => withoutResampled)) return effect;
  return { ...effect, withoutResampled: differenceWithoutResampled(compared) };
}

const noVariation = 'no variation';
export const singleCell = 'a cell has a single discussion';

/**
 * The unit is the replicate: its differences in several conditions share a set-up, and are averaged before they are
 * tested or resampled.
 */
function comparePairs(compared: Compared, sides: readonly [Side, Side]): Effect | NoEffect {
  const { contrast, measure, openRandom, analysed } = compared;
  const { pairs, ids, withoutPartner } = pairUp(sides);
  if (pairs.length === 0) return { reason: 'no discussion has a partner in the other level' };
  for (const id of ids) analysed.add(id);
  const [first, second] = [pairs.map((pair) => pair.first), pairs.map((pair) => pair.second)];
  const { dAv, t, p, difference } = pairedDifference(first, second);
  const random = openRandom('difference', describeContrast(contrast), measure);
  const statistic = ([drawn = []]: readonly (readonly Pair[])[]): number =>
    drawn.reduce((sum, pair) => sum + pair.second - pair.first, 0) / drawn.length;
  return {
    measure,
    design: 'paired',
    n: [sides[0].length, sides[1].length],
    pairs: pairs.length,
    withoutPartner,
    means: [mean(first), mean(second)],
    difference,
    interval: pairs.length >= fewestClusters ? bootstrapInterval({ strata: [pairs], statistic, random }) : undefined,
    clusters: pairs.length,
    ...{ dAv, cliffsDelta: cliffsDelta(first, second), t, p },
    ...(p === undefined && { untested: pairs.length < 2 ? 'a single pair' : noVariation }),
  };
}

/**
 * Within the levels of all other factors: pooled over them, levels with unequal numbers of discussions in each would
 * differ by what the other factors do.
 */
function compareGroups(compared: Compared, sides: readonly [Side, Side]): Effect | NoEffect {
  const { contrast, measure, openRandom, analysed } = compared;
  const { strata, ids, leftOut } = stratify(sides);
  if (strata.length === 0) return { reason: neverTogether };
  for (const id of ids) analysed.add(id);
  const [first, second] = [strata.map((stratum) => stratum.first), strata.map((stratum) => stratum.second)];
  const { t, df, p } = welchTest(strata);
  return {
    measure,
    design: 'independent',
    n: [first.flat().length, second.flat().length],
    ...(leftOut.length > 0 && { leftOut }),
    means: [
      meanOver(strata, (stratum) => meanOf(stratum.first)),
      meanOver(strata, (stratum) => meanOf(stratum.second)),
    ],
    difference: differenceOver(strata),
    interval: intervalOver(strata, openRandom('difference', describeContrast(contrast), measure)),
    clusters: Math.min(clustersIn(first), clustersIn(second)),
    hedgesG: hedgesG(strata),
    cliffsDelta: meanOver(strata, (stratum) => cliffsDelta(stratum.first, stratum.second) ?? Number.NaN),
    ...{ t, df, p },
    ...(p === undefined && { untested: hasSingle(strata) ? singleCell : noVariation }),
  };
}

/** None if a cell has one discussion: it would be drawn again and again, as if it could not have been another. */
function intervalOver(strata: readonly Stratum[], random: Random): Interval | undefined {
  const smaller = Math.min(
    ...(['first', 'second'] as const).map((side) => strata.flatMap((each) => each[side]).length),
  );
  if (hasSingle(strata) || smaller < fewestClusters) return undefined;
  const cells = cellsIn(strata);
  const statistic = (drawn: readonly (readonly number[])[]): number =>
    drawn.reduce((sum, values, cell) => sum + (cell % 2 === 0 ? -1 : 1) * meanOf(values), 0) / strata.length;
  return bootstrapInterval({ strata: cells, statistic, random, isReduced: strata.length > 1 });
}

function hasSingle(strata: readonly Stratum[]): boolean {
  return cellsIn(strata).some(({ length }) => length < 2);
}

function clustersIn(cells: readonly (readonly number[])[]): number {
  return cells.reduce((sum, { length }) => sum + (length > 1 ? length : 0), 0);
}

function differenceWithoutResampled(compared: Compared): number | undefined {
  const figures = compared.figures.map((each) => ({ ...each, values: each.withoutResampled ?? each.values }));
  const [first, second] = bySide({ ...compared, figures });
  if (first.length === 0 || second.length === 0) return undefined;
  if (!compared.isPaired) {
    const { strata } = stratify([first, second]);
    return strata.length > 0 ? differenceOver(strata) : undefined;
  }
  const { pairs } = pairUp([first, second]);
  return pairs.length > 0 ? mean(pairs.map((pair) => pair.second - pair.first)) : undefined;
}
