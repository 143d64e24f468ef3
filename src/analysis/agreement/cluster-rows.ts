import { groupIntoClusters, type ClusterBy } from '../effects/clusters.js';
import type { ClusterRows } from './estimate.js';
import type { DiscussionRows } from './label-table.js';

export interface ClusterDesign {
  cluster: ClusterBy;
  /** Whether replicate r has the same set-up in every condition. */
  isPaired: boolean;
}

/**
 * The clusters that a resample draws whole, by stratum: discussions within their condition, in paired designs a
 * replicate's discussions of all conditions, or all discussions on a topic. Discussions without labels are no clusters.
 */
export function clusterRows(discussions: readonly DiscussionRows[], design: ClusterDesign): ClusterRows[][] {
  const labelled = discussions.filter(({ rows }) => rows.length > 0);
  const strata = strataOf(labelled, design);
  return strata.map((clusters) => clusters.map((own) => own.flatMap(({ rows }) => rows)));
}

function strataOf(discussions: readonly DiscussionRows[], { cluster, isPaired }: ClusterDesign): DiscussionRows[][][] {
  if (cluster === 'topic') return [groupIntoClusters(discussions, 'topic')];
  if (isPaired) return [groupBy(discussions, ({ id, replicate }) => replicate ?? id)];
  const conditions = groupBy(discussions, ({ condition }) => condition);
  // A stratum of one has no spread: such conditions are collapsed into one.
  const single = conditions.filter(({ length }) => length === 1).flat();
  const strata = [...conditions.filter(({ length }) => length > 1), ...(single.length > 0 ? [single] : [])];
  return strata.map((own) => own.map((discussion) => [discussion]));
}

function groupBy(discussions: readonly DiscussionRows[], keyOf: (one: DiscussionRows) => unknown): DiscussionRows[][] {
  const groups = new Map<unknown, DiscussionRows[]>();
  for (const discussion of discussions) {
    const own = groups.get(keyOf(discussion));
    if (own) own.push(discussion);
    else groups.set(keyOf(discussion), [discussion]);
  }
  return [...groups.values()];
}
