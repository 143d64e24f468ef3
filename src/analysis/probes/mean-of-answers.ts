import { bootstrapInterval, fewestClusters, type Interval } from '../effects/bootstrap-interval.js';
import { groupIntoClusters, meanOfSums, type ClusterBy } from '../effects/clusters.js';
import type { OpenRandom } from '../open-random.js';
import type { ProbedDiscussion } from './probed-discussion.js';

/** What intervals of answers are made with. */
export interface Resampling {
  cluster: ClusterBy;
  openRandom: OpenRandom;
}

export interface MeanOfAnswers {
  /** Answers, or participants whose answers are compared. */
  n: number;
  mean: number;
  interval?: Interval;
}

/**
 * The mean of what `valuesOf` makes of each discussion, with the interval of a bootstrap over whole discussions or topics:
 * the participants of one discussion are not independent of each other. Undefined without any value.
 */
export function meanOfAnswers(
  discussions: readonly ProbedDiscussion[],
  valuesOf: (discussion: ProbedDiscussion) => readonly number[],
  { cluster, openRandom, purpose }: Resampling & { purpose: readonly string[] },
): MeanOfAnswers | undefined {
  const clusters = groupIntoClusters(discussions, cluster)
    .map((members) => sumOf(members.flatMap(valuesOf)))
    .filter(({ n }) => n > 0);
  const mean = meanOfSums([clusters]);
  if (mean === undefined) return undefined;
  const n = clusters.reduce((all, own) => all + own.n, 0);
  if (clusters.length < fewestClusters) return { n, mean };
  const random = openRandom('probes', ...purpose);
  const interval = bootstrapInterval({ strata: [clusters], statistic: meanOfSums, random });
  return { n, mean, ...(interval && { interval }) };
}

function sumOf(values: readonly number[]): { sum: number; n: number } {
  return { sum: values.reduce((all, value) => all + value, 0), n: values.length };
}
