import { mean, medianSorted, sampleStandardDeviation } from 'simple-statistics';
import type { DiscussionFigures } from './discussion-figures.js';
import { bootstrapInterval, fewestClusters, type Interval } from './effects/bootstrap-interval.js';
import { groupIntoClusters, meanOfSums, sumOf, type ClusterBy, type Unit } from './effects/clusters.js';
import type { OpenRandom } from './open-random.js';

/** A measure over the discussions of one condition. */
export interface Descriptive {
  condition: string;
  measure: string;
  /** Discussions that have a value. */
  n: number;
  mean: number;
  /** Between discussions; undefined for one. */
  sd: number | undefined;
  median: number;
  minimum: number;
  maximum: number;
  /** Of the mean; clusters are resampled. Undefined for fewer than four. */
  interval: Interval | undefined;
}

/** Every measure in every condition, in the order of both; combinations without a value are left out. */
export function describeMeasures(
  byCondition: ReadonlyMap<string, readonly DiscussionFigures[]>,
  measures: readonly string[],
  { cluster, openRandom }: { cluster: ClusterBy; openRandom: OpenRandom },
): Descriptive[] {
  return [...byCondition].flatMap(([condition, figures]) =>
    measures.flatMap((measure) => {
      const units = figures.flatMap(({ topic, values }): Unit[] => {
        const value = values.get(measure);
        return value === undefined ? [] : [{ topic, value }];
      });
      return units.length === 0
        ? []
        : [{ condition, measure, ...describe(units, { cluster, random: openRandom('mean', condition, measure) }) }];
    }),
  );
}

export function describe(
  units: readonly Unit[],
  { cluster, random }: { cluster: ClusterBy; random: ReturnType<OpenRandom> },
): Omit<Descriptive, 'condition' | 'measure'> {
  const sorted = units.map(({ value }) => value).toSorted((one, other) => one - other);
  const clusters = groupIntoClusters(units, cluster).map(sumOf);
  return {
    n: units.length,
    mean: mean(sorted),
    sd: units.length > 1 ? sampleStandardDeviation(sorted) : undefined,
    median: medianSorted(sorted),
    minimum: sorted[0] ?? Number.NaN,
    maximum: sorted.at(-1) ?? Number.NaN,
    interval:
      clusters.length >= fewestClusters
        ? bootstrapInterval({ strata: [clusters], statistic: meanOfSums, random })
        : undefined,
  };
}
