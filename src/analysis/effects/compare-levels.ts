import { mean } from 'simple-statistics';
import { bootstrapInterval, type Interval } from './bootstrap-interval.js';
import { cliffsDelta } from './cliffs-delta.js';
import { describeContrast } from './contrasts.js';
import { hedgesG } from './hedges-g.js';
import { pairedDifference } from './paired-difference.js';
import { bySide, pairUp, type Compared, type Pair, type Side } from './sides.js';
import { welchTest } from './welch-test.js';

/** The difference that a contrast makes in a measure, second level − first. */
export interface Effect {
  measure: string;
  design: 'paired' | 'independent';
  /** Discussions with a value on each side. */
  n: readonly [number, number];
  /** Replicates compared; paired designs only. */
  pairs?: number;
  /** Discussions left out because their partner is missing; paired designs only. */
  withoutPartner?: number;
  means: readonly [number, number];
  difference: number;
  /** Clustered bootstrap. */
  interval: Interval | undefined;
  /** Clusters that the interval resamples on its smaller side. */
  clusters: number;
  /** Independent designs only. */
  hedgesG?: number | undefined;
  /** Paired designs only. */
  dAv?: number | undefined;
  cliffsDelta: number | undefined;
  t: number | undefined;
  p: number | undefined;
  /** The difference without comments that took more than one try; absent if there were none. */
  withoutResampled?: number | undefined;
}

/** Undefined if a side has no value, or if no discussion has a partner. */
export function compareLevels(compared: Compared): Effect | undefined {
  const [first, second] = bySide(compared);
  if (first.length === 0 || second.length === 0) return undefined;
  const effect = compared.isPaired ? comparePairs(compared, [first, second]) : compareGroups(compared, [first, second]);
  if (!effect || !compared.figures.some(({ withoutResampled }) => withoutResampled)) return effect;
  return { ...effect, withoutResampled: differenceWithoutResampled(compared) };
}

/**
 * The unit is the replicate: its differences in several conditions share a set-up, and are averaged before they are
 * tested or resampled.
 */
function comparePairs(compared: Compared, sides: readonly [Side, Side]): Effect | undefined {
  const { contrast, measure, openRandom, analysed } = compared;
  const { pairs, ids, withoutPartner } = pairUp(sides);
  if (pairs.length === 0) return undefined;
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
    interval: pairs.length > 1 ? bootstrapInterval({ strata: [pairs], statistic, random }) : undefined,
    clusters: pairs.length,
    ...{ dAv, cliffsDelta: cliffsDelta(first, second), t, p },
  };
}

function compareGroups(compared: Compared, sides: readonly [Side, Side]): Effect {
  const { contrast, measure, openRandom, analysed } = compared;
  for (const { id } of sides.flat()) analysed.add(id);
  const [first, second] = [sides[0].map(({ value }) => value), sides[1].map(({ value }) => value)];
  const strata = sides.map(valuesByCondition);
  const [firstStrata = []] = strata;
  const statistic = (drawn: readonly (readonly number[])[]): number =>
    meanOfAll(drawn.slice(firstStrata.length)) - meanOfAll(drawn.slice(0, firstStrata.length));
  const random = openRandom('difference', describeContrast(contrast), measure);
  const clusters = Math.min(first.length, second.length);
  return {
    measure,
    design: 'independent',
    n: [first.length, second.length],
    means: [mean(first), mean(second)],
    difference: mean(second) - mean(first),
    interval: clusters > 1 ? bootstrapInterval({ strata: strata.flat(), statistic, random }) : undefined,
    clusters,
    hedgesG: hedgesG(first, second),
    cliffsDelta: cliffsDelta(first, second),
    ...withoutDf(welchTest(first, second)),
  };
}

function differenceWithoutResampled(compared: Compared): number | undefined {
  const figures = compared.figures.map((each) => ({ ...each, values: each.withoutResampled ?? each.values }));
  const [first, second] = bySide({ ...compared, figures });
  if (first.length === 0 || second.length === 0) return undefined;
  if (!compared.isPaired) return mean(second.map(({ value }) => value)) - mean(first.map(({ value }) => value));
  const { pairs } = pairUp([first, second]);
  return pairs.length > 0 ? mean(pairs.map((pair) => pair.second - pair.first)) : undefined;
}

function valuesByCondition(side: Side): number[][] {
  const groups = new Map<string, number[]>();
  for (const { condition, value } of side) {
    const own = groups.get(condition);
    if (own) own.push(value);
    else groups.set(condition, [value]);
  }
  return [...groups.values()];
}

function meanOfAll(groups: readonly (readonly number[])[]): number {
  let [sum, n] = [0, 0];
  for (const values of groups) {
    for (const value of values) sum += value;
    n += values.length;
  }
  return sum / n;
}

function withoutDf({ t, p }: ReturnType<typeof welchTest>): Pick<Effect, 't' | 'p'> {
  return { t, p };
}
