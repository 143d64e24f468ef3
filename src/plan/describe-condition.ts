import type { ConditionConfig, DiscussionsConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { DiscussionInputs } from '../inputs/input-types.js';
import { nameModerator } from '../moderator-name.js';
import { sha256 } from '../sha256.js';
import type { Condition, Role } from './job.js';
import { planGeneration } from './plan-generation.js';

/** Everything that the discussions of a condition share. `whole` is the experiment that the condition belongs to. */
export function describeCondition(
  whole: ExperimentConfig,
  { name, factors, config }: ConditionConfig,
  discussions: DiscussionsConfig,
  inputs: DiscussionInputs,
): Condition {
  const { turnTaking } = discussions;
  return {
    experiment: whole.name,
    seed: whole.seed,
    name,
    factors,
    design: whole.design ?? 'paired',
    ...(whole.declared && { declared: whole.declared }),
    pools: { topics: inputs.topics.length, personas: inputs.personas.length },
    ...(discussions.openings !== undefined && { openings: discussions.openings }),
    ...(inputs.pseudonyms && { pseudonyms: inputs.pseudonyms }),
    contextPrompt: discussions.contextPrompt,
    ...(discussions.promptLayout !== undefined && { promptLayout: discussions.promptLayout }),
    ...(inputs.promptLayoutSource !== undefined && { promptLayoutHash: sha256(inputs.promptLayoutSource) }),
    participantInstructions: inputs.participantInstructions,
    ...describeModerator(discussions, inputs),
    roles: describeRoles(discussions, inputs),
    mayStaySilent: discussions.mayStaySilent ?? false,
    turns: turnTaking.turns,
    historyLength: turnTaking.historyLength,
    historyCounts: turnTaking.historyCounts,
    turnManager: turnTaking.manager,
    ...(inputs.turnManagerSource !== undefined && { turnManagerHash: sha256(inputs.turnManagerSource) }),
    respondProbability: turnTaking.respondProbability,
    triesPerTurn: turnTaking.triesPerTurn,
    generation: planGeneration(config.model),
    model: config.model,
    ...(inputs.modelFingerprint !== undefined && { modelFingerprint: inputs.modelFingerprint }),
  };
}

function describeModerator(
  { moderator, turnTaking }: DiscussionsConfig,
  inputs: DiscussionInputs,
): Pick<Condition, 'moderator'> {
  if (!moderator) return {};
  return {
    moderator: {
      name: nameModerator(inputs),
      attributes: moderator.attributes,
      ...(inputs.moderatorPersona && { persona: inputs.moderatorPersona }),
      instructions: inputs.moderatorInstructions,
      mayStaySilent: moderator.mayStaySilent,
      ...(turnTaking.moderatorTurns && { turns: turnTaking.moderatorTurns }),
    },
  };
}

function describeRoles(discussions: DiscussionsConfig, inputs: DiscussionInputs): Role[] {
  return (discussions.roles ?? []).map(({ name, seats, mayStaySilent }) => ({
    name,
    seats,
    instructions: inputs.roleInstructions?.[name] ?? '',
    mayStaySilent: mayStaySilent ?? discussions.mayStaySilent ?? false,
  }));
}
