import type { Interval } from './bootstrap-interval.js';

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
