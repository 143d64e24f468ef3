/** What an interval resamples whole: a discussion (paired designs: a replicate), or all discussions on a topic. */
export type ClusterBy = 'discussion' | 'topic';

/** A value of a discussion or of a pair. */
export interface Unit {
  /** Undefined if the file does not say: then it is a cluster of its own. */
  topic: string | undefined;
  value: number;
}

/** What a cluster adds to a mean. */
export interface ClusterSum {
  sum: number;
  n: number;
}

/** The units of each cluster, in the order in which clusters are first seen. */
export function groupIntoClusters<Member extends Pick<Unit, 'topic'>>(
  units: readonly Member[],
  by: ClusterBy,
): Member[][] {
  if (by === 'discussion') return units.map((unit) => [unit]);
  const groups = new Map<unknown, Member[]>();
  for (const unit of units) {
    const key = unit.topic ?? unit;
    const own = groups.get(key);
    if (own) own.push(unit);
    else groups.set(key, [unit]);
  }
  return [...groups.values()];
}

export function sumOf(units: readonly Pick<Unit, 'value'>[]): ClusterSum {
  return { sum: units.reduce((sum, { value }) => sum + value, 0), n: units.length };
}

/** The mean over the units of all clusters of all strata; undefined if there is none. */
export function meanOfSums(strata: readonly (readonly ClusterSum[])[]): number | undefined {
  let [sum, n] = [0, 0];
  for (const clusters of strata) {
    for (const cluster of clusters) {
      sum += cluster.sum;
      n += cluster.n;
    }
  }
  return n > 0 ? sum / n : undefined;
}
