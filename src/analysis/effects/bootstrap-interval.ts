import { quantileSorted } from 'simple-statistics';

/** A source of random draws, uniform on 0 … below − 1. */
export interface Random {
  integer(below: number): number;
}

export interface Interval {
  low: number;
  high: number;
  resamples: number;
  /** Resamples for which the statistic has no value; they are left out. */
  undefinedResamples: number;
}

interface Bootstrap<Cluster> {
  /** Clusters by stratum: each stratum is resampled to its own size. */
  strata: readonly (readonly Cluster[])[];
  /** Computed anew for each resample, with everything that it expects by chance. */
  statistic: (resampled: readonly (readonly Cluster[])[]) => number | undefined;
  random: Random;
  /**
   * One draw less than a stratum has clusters, so that the spread of its mean is s²/n (Rao & Wu 1988). With many small
   * strata, as many draws make the interval much too narrow.
   */
  isReduced?: boolean;
}

const resamples = 2000;

/** With fewer clusters, the percentile interval is the range of what was observed. */
export const fewestClusters = 4;

/** The 95 % percentile interval of a clustered, stratified bootstrap (Efron & Tibshirani 1993, 13.3). */
export function bootstrapInterval<Cluster>({ statistic, ...rest }: Bootstrap<Cluster>): Interval | undefined {
  return bootstrapIntervals({ ...rest, statistics: (resampled) => [statistic(resampled)] })[0];
}

/** The same of several statistics of the same resamples; undefined for those that never have a value. */
export function bootstrapIntervals<Cluster>({
  strata,
  statistics,
  random,
  isReduced = false,
}: Omit<Bootstrap<Cluster>, 'statistic'> & {
  statistics: (resampled: readonly (readonly Cluster[])[]) => readonly (number | undefined)[];
}): (Interval | undefined)[] {
  const drawn = strata.map((clusters) => clusters.slice(isReduced ? 1 : 0));
  const values: number[][] = [];
  for (let resample = 0; resample < resamples; resample += 1) {
    strata.forEach((clusters, stratum) => {
      resampleInto(drawn[stratum] ?? [], clusters, random);
    });
    statistics(drawn).forEach((value, index) => {
      const own = (values[index] ??= []);
      if (value !== undefined && !Number.isNaN(value)) own.push(value);
    });
  }
  return values.map(percentiles);
}

function percentiles(values: number[]): Interval | undefined {
  if (values.length === 0) return undefined;
  values.sort((one, other) => one - other);
  const [low, high] = [quantileSorted(values, 0.025), quantileSorted(values, 0.975)];
  return { low, high, resamples, undefinedResamples: resamples - values.length };
}

/** In place, because 2,000 copies of every stratum cost more than the statistic. */
function resampleInto<Cluster>(target: Cluster[], clusters: readonly Cluster[], random: Random): void {
  for (let index = 0; index < target.length; index += 1) {
    target[index] = clusters[random.integer(clusters.length)] as Cluster;
  }
}
