import { mean, medianSorted, sampleStandardDeviation } from 'simple-statistics';
import type { DiscussionFigures } from './discussion-figures.js';
import { bootstrapInterval, fewestClusters, type Interval } from './effects/bootstrap-interval.js';
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
  /** Of the mean; discussions are resampled. Undefined for fewer than four. */
  interval: Interval | undefined;
}

/** Every measure in every condition, in the order of both; combinations without a value are left out. */
export function describeMeasures(
  byCondition: ReadonlyMap<string, readonly DiscussionFigures[]>,
  measures: readonly string[],
  openRandom: OpenRandom,
): Descriptive[] {
  return [...byCondition].flatMap(([condition, figures]) =>
    measures.flatMap((measure) => {
      const values = figures.flatMap((each) => each.values.get(measure) ?? []);
      return values.length === 0
        ? []
        : [{ condition, measure, ...describe(values, openRandom('mean', condition, measure)) }];
    }),
  );
}

export function describe(
  values: readonly number[],
  random: ReturnType<OpenRandom>,
): Omit<Descriptive, 'condition' | 'measure'> {
  const sorted = values.toSorted((one, other) => one - other);
  const statistic = ([drawn = []]: readonly (readonly number[])[]): number => mean([...drawn]);
  return {
    n: values.length,
    mean: mean(sorted),
    sd: values.length > 1 ? sampleStandardDeviation(sorted) : undefined,
    median: medianSorted(sorted),
    minimum: sorted[0] ?? Number.NaN,
    maximum: sorted.at(-1) ?? Number.NaN,
    interval: values.length >= fewestClusters ? bootstrapInterval({ strata: [values], statistic, random }) : undefined,
  };
}
