import type { ExperimentConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import { sha256 } from '../sha256.js';
import { planDiscussions } from './plan-discussions.js';

/**
 * The number by which a discussion, and with it its annotations, goes to a shard: its place in the plan or, for one that
 * the config does not plan, its id. It does not depend on which discussions are finished at the moment.
 */
export function discussionShares(config: ExperimentConfig, inputs: Inputs): (id: string) => number {
  const planned = inputs.topics.length > 0 ? planDiscussions(config, inputs) : [];
  const places = new Map(planned.map(({ id, place }) => [id, place]));
  return (id) => places.get(id) ?? Number.parseInt(sha256(id).slice(0, 8), 16);
}
