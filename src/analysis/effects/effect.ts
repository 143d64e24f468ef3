import type { Interval } from './bootstrap-interval.js';

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
  /** Topics or, without them, discussions (pairs) of the smaller side that can vary: a cell of one cannot. */
  clusters: number;
  /** Independent designs only. */
  hedgesG?: number | undefined;
  /** Paired designs only. */
  dAv?: number | undefined;
  cliffsDelta: number | undefined;
  t: number | undefined;
  /** Of the t-test; few where small cells vary most. Independent designs only: in others, clusters − 1. */
  df?: number | undefined;
  p: number | undefined;
  /** Why there is no p. */
  untested?: string;
  /** The difference without comments that took more than one try; absent if there were none. */
  withoutResampled?: number | undefined;
}

/** Why there is no effect. */
export interface NoEffect {
  reason: string;
}

/** The reason in designs in which another factor changes with this one. */
export const neverTogether = 'the levels never occur with the same levels of the other factors';

export const noVariation = 'no variation';
export const singleCell = 'a cell has a single discussion';
