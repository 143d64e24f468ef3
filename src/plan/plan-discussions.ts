import type { ConditionConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { DiscussionInputs, Inputs } from '../inputs/input-types.js';
import { assignRoles } from './assign-roles.js';
import { castSetup } from './cast-setup.js';
import { conditionsOf } from './conditions-of.js';
import { describeCondition } from './describe-condition.js';
import { drawSetups, poolsOf } from './draw-setups.js';
import { discussionJobId } from './job-id.js';
import type { Condition, DiscussionJob } from './job.js';
import { modelKey } from './model-key.js';
import type { Setup } from './setup.js';

/**
 * The discussions of an experiment in the order in which they are made: model by model, and within a model replicate by
 * replicate, so that an interrupted run leaves conditions of about equal size. The annotators' model comes last, so
 * that it is loaded only once.
 */
export function planDiscussions(config: ExperimentConfig, inputs: Inputs): DiscussionJob[] {
  const planned = conditionsOf(config).map((condition) =>
    planCondition(config, condition, inputs.byCondition?.get(condition.name) ?? inputs),
  );
  const groups = groupByModel(planned);
  const jobs = withLast(groups, config.annotation && modelKey(config.model)).flatMap(interleave);
  for (const [place, job] of jobs.entries()) job.place = place;
  return jobs;
}

/** By model, in order of first appearance. */
function groupByModel(planned: readonly DiscussionJob[][]): ReadonlyMap<string, DiscussionJob[][]> {
  const groups = new Map<string, DiscussionJob[][]>();
  for (const jobs of planned) {
    const key = jobs[0] ? modelKey(jobs[0].condition.model) : '';
    groups.set(key, [...(groups.get(key) ?? []), jobs]);
  }
  return groups;
}

function withLast<Group>(groups: ReadonlyMap<string, Group>, last: string | undefined): Group[] {
  const others = [...groups].filter(([key]) => key !== last).map(([, group]) => group);
  const group = last === undefined ? undefined : groups.get(last);
  return group === undefined ? others : [...others, group];
}

/** The first of every list, then the second of every list that has one, and so on. */
function interleave<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longest }, (_, row) => lists.flatMap((list) => list.slice(row, row + 1))).flat();
}

function planCondition(whole: ExperimentConfig, cell: ConditionConfig, inputs: DiscussionInputs): DiscussionJob[] {
  const { discussions } = cell.config;
  if (!discussions) return [];
  const condition = describeCondition(whole, cell, discussions, inputs);
  const seats = discussions.participants === 'all' ? inputs.personas.length : discussions.participants;
  const setups = drawSetups(condition, poolsOf(inputs, seats), discussions.replicates);
  const roles = assignRoles(condition, setups, seats);
  return setups.map((setup, index) => planDiscussion(condition, inputs, setup, roles[index] ?? []));
}

function planDiscussion(
  condition: Condition,
  inputs: DiscussionInputs,
  setup: Setup,
  roles: readonly string[],
): DiscussionJob {
  return {
    kind: 'discussion',
    id: discussionJobId(condition.name, setup.replicate),
    place: 0,
    condition,
    replicate: setup.replicate,
    roles,
    ...castSetup(condition, inputs, setup),
  };
}
