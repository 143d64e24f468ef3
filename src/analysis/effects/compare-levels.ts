import { mean } from 'simple-statistics';
import type { Interval } from './bootstrap-interval.js';
import { compareGroups } from './compare-groups.js';
import { comparePairs } from './compare-pairs.js';
import { bySide, pairUp, type Compared } from './sides.js';

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
  /** Clusters that the interval resamples; without topics, on its smaller side. */
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

function differenceWithoutResampled(compared: Compared): number | undefined {
  const figures = compared.figures.map((each) => ({ ...each, values: each.withoutResampled ?? each.values }));
  const [first, second] = bySide({ ...compared, figures });
  if (first.length === 0 || second.length === 0) return undefined;
  if (!compared.isPaired) return mean(second.map(({ value }) => value)) - mean(first.map(({ value }) => value));
  const { pairs } = pairUp([first, second]);
  return pairs.length > 0 ? mean(pairs.map((pair) => pair.second - pair.first)) : undefined;
}
