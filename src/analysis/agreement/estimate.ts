import { bootstrapIntervals, fewestClusters, type Interval, type Random } from '../effects/bootstrap-interval.js';
import type { Figures, LabelRow, Statistic } from './statistic.js';

export interface Estimate {
  /** Undefined where the statistic has no value, such as alpha without variation. */
  estimate: number | undefined;
  /** 95 %, over clusters; undefined with fewer than four, or if it would take minutes. */
  interval: Interval | undefined;
}

/** The labels of the comments of a cluster: of a discussion, a replicate or a topic. */
export type ClusterRows = readonly LabelRow[];

interface Estimating {
  statistic: Statistic;
  /** Clusters by stratum. */
  strata: readonly (readonly ClusterRows[])[];
  random: Random;
}

/** Additions over all resamples; a billion take about two seconds. */
const mostAdditions = 4e9;
const resamples = 2000;

/** Every figure of a statistic with its interval, from the same resamples. */
export function estimate({ statistic, strata, random }: Estimating): Map<string, Estimate> {
  const all: ClusterSums[] = [];
  const indexes = strata.map((clusters) => clusters.map((rows) => all.push(sumsOf(statistic, rows)) - 1));
  const size = all.reduce((most, { places }) => Math.max(most, (places.at(-1) ?? -1) + 1), 0);
  const sums = new Float64Array(size);
  const times = new Int32Array(all.length);
  // In the order of the clusters, each once: far faster than as they were drawn.
  const figuresOf = (resampled: readonly (readonly number[])[]): Figures => {
    sums.fill(0);
    times.fill(0);
    for (const drawn of resampled) for (const index of drawn) times[index] = (times[index] ?? 0) + 1;
    all.forEach((cluster, index) => {
      addTo(sums, cluster, times[index] ?? 0);
    });
    return statistic.figures(sums);
  };
  const figures = figuresOf(indexes);
  const names = Object.keys(figures);
  const work = all.reduce((sum, { places }) => sum + places.length, size) * resamples;
  const isShown = all.length >= fewestClusters && work <= mostAdditions;
  const statistics = (resampled: readonly (readonly number[])[]): (number | undefined)[] => {
    const own = figuresOf(resampled);
    return names.map((name) => own[name]);
  };
  const isReduced = strata.length > 1;
  const intervals = isShown ? bootstrapIntervals({ strata: indexes, statistics, random, isReduced }) : [];
  return new Map(names.map((name, index) => [name, { estimate: figures[name], interval: intervals[index] }]));
}

/** The figures alone. */
export function figuresOf(statistic: Statistic, rows: Iterable<LabelRow>): Figures {
  const { places, amounts } = sumsOf(statistic, rows);
  const sums = new Float64Array((places.at(-1) ?? -1) + 1);
  addTo(sums, { places, amounts }, 1);
  return statistic.figures(sums);
}

interface ClusterSums {
  /** In ascending order. */
  places: Int32Array;
  amounts: Float64Array;
}

function sumsOf(statistic: Statistic, rows: Iterable<LabelRow>): ClusterSums {
  const sums = new Map<number, number>();
  for (const row of rows)
    statistic.add(row, (place, amount) => {
      sums.set(place, (sums.get(place) ?? 0) + amount);
    });
  const sorted = [...sums].sort(([one], [other]) => one - other);
  return {
    places: Int32Array.from(sorted, ([place]) => place),
    amounts: Float64Array.from(sorted, ([, amount]) => amount),
  };
}

/** A loop without a closure: this is all that most resamples do. */
function addTo(sums: Float64Array, { places, amounts }: ClusterSums, times: number): void {
  if (times === 0) return;
  for (let index = 0; index < places.length; index += 1) {
    const place = places[index] ?? 0;
    sums[place] = (sums[place] ?? 0) + times * (amounts[index] ?? 0);
  }
}
