import { neededReplicates, spreadOf } from './needed-replicates.js';
import type { PilotMeasure } from './read-pilot.js';

/** How many replicates one measure needs for an interval of the given width; NaN if the pilot has too few values. */
export interface Precision {
  measure: string;
  discussions: number;
  mean: number;
  /** Within conditions. */
  sd: number;
  /** For the mean of one condition. */
  oneCondition: number;
  /** For the difference of two conditions with independent draws. */
  independent: number;
  /** For the difference of two paired conditions, from the spread of the differences within the pilot's pairs. */
  paired: number;
}

export function planPrecision({ name, values }: PilotMeasure, width: number): Precision {
  const byCondition = new Map<string, Map<number, number>>();
  for (const [index, { condition, replicate, value }] of values.entries()) {
    const own = byCondition.get(condition) ?? new Map<number, number>();
    own.set(replicate ?? -index - 1, value);
    byCondition.set(condition, own);
  }
  const conditions = [...byCondition.values()];
  const sd = pooledSd(conditions.map((own) => [...own.values()]));
  return {
    measure: name,
    discussions: values.length,
    mean: spreadOf(values.map(({ value }) => value)).mean,
    sd,
    oneCondition: neededReplicates(sd, width),
    independent: neededReplicates(sd, width, 2),
    paired: neededReplicates(pooledSd(differencesOf(conditions)), width),
  };
}

/** The differences between each other condition and the first, replicate by replicate. */
function differencesOf([first, ...others]: readonly ReadonlyMap<number, number>[]): number[][] {
  return others.map((other) =>
    [...other].flatMap(([replicate, value]) => {
      const base = replicate > 0 ? first?.get(replicate) : undefined;
      return base === undefined ? [] : [value - base];
    }),
  );
}

/** The root of the mean variance within groups, weighted by their degrees of freedom. */
function pooledSd(groups: readonly (readonly number[])[]): number {
  const spreads = groups.filter((values) => values.length > 1).map(spreadOf);
  const freedom = spreads.reduce((sum, { n }) => sum + n - 1, 0);
  const squares = spreads.reduce((sum, { n, sd }) => sum + (n - 1) * sd ** 2, 0);
  return freedom > 0 ? Math.sqrt(squares / freedom) : Number.NaN;
}
