import type { ConditionConfig, ExperimentConfig } from '../config/experiment-config.js';
import { modelNamed, modelsIn } from '../config/model-named.js';
import type { DiscussionInputs, Inputs } from '../inputs/input-types.js';
import { assignRoles } from './setup/assign-roles.js';
import { castSetup } from './setup/cast-setup.js';
import { conditionsOf } from './conditions-of.js';
import { describeCondition } from './describe-condition.js';
import { drawSetups, poolsOf } from './setup/draw-setups.js';
import { discussionJobId } from './job-id.js';
import type { Condition, DiscussionJob } from './job.js';
import { chainGroups, groupByModels, loadKey } from './group-by-model.js';
import { modelsOfJob } from './models-of-job.js';
import type { Setup } from './setup/setup.js';

/**
 * The discussions of an experiment in the order in which they are made: by the models that they need, and with the same
 * models replicate by replicate, so that an interrupted run leaves conditions of about equal size. The annotators' models
 * come last, so that they are loaded only once.
 */
export function planDiscussions(config: ExperimentConfig, inputs: Inputs): DiscussionJob[] {
  const planned = conditionsOf(config).map((condition) =>
    planCondition(config, condition, inputs.byCondition?.get(condition.name) ?? inputs),
  );
  const groups = groupByModels(interleave(planned), (job) => modelsOfJob(job).map((model) => model.config));
  const jobs = chainGroups(groups, modelsOfAnnotators(config)).flatMap(({ items }) => items);
  for (const [place, job] of jobs.entries()) job.place = place;
  return jobs;
}

function modelsOfAnnotators(config: ExperimentConfig): ReadonlySet<string> {
  const names = modelsIn(config, { discussions: false, annotation: true });
  return new Set(Array.from(names, (name) => loadKey(modelNamed(config, name))));
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
