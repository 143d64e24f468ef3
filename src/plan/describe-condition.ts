import type { ConditionConfig, DiscussionsConfig, ExperimentConfig, TurnTaking } from '../config/experiment-config.js';
import type { DiscussionInputs } from '../inputs/input-types.js';
import { nameModerator } from '../moderator-name.js';
import { sha256 } from '../sha256.js';
import type { ActorModel, Condition, Role } from './job.js';
import { actorModels } from './actor-models.js';

type ModelOf = ReturnType<typeof actorModels>;

/** Everything that the discussions of a condition share. `whole` is the experiment that the condition belongs to. */
export function describeCondition(
  whole: ExperimentConfig,
  { name, factors, config }: ConditionConfig,
  discussions: DiscussionsConfig,
  inputs: DiscussionInputs,
): Condition {
  const { turnTaking } = discussions;
  const modelOf = actorModels(config, inputs);
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
    ...describePrompts(discussions, inputs),
    participantInstructions: inputs.participantInstructions,
    ...describeModerator(discussions, inputs, modelOf),
    roles: describeRoles(discussions, inputs, modelOf),
    ...(discussions.probes && { probes: discussions.probes }),
    ...(discussions.population && { population: discussions.population }),
    mayStaySilent: discussions.mayStaySilent ?? false,
    ...describeTurns(turnTaking),
    ...describeQuality(config),
    turnManager: turnTaking.manager,
    ...(inputs.turnManagerSource !== undefined && { turnManagerHash: sha256(inputs.turnManagerSource) }),
    model: modelOf(discussions.model),
    ...describePersonaModels(inputs, modelOf),
  };
}

function describePrompts(
  { contextPrompt, promptLayout, traitOrder }: DiscussionsConfig,
  { promptLayoutSource }: DiscussionInputs,
): Pick<Condition, 'contextPrompt' | 'promptLayout' | 'promptLayoutHash' | 'traitOrder'> {
  return {
    contextPrompt,
    ...(promptLayout !== undefined && { promptLayout }),
    ...(promptLayoutSource !== undefined && { promptLayoutHash: sha256(promptLayoutSource) }),
    ...(traitOrder && { traitOrder }),
  };
}

function describeTurns(turnTaking: TurnTaking): Pick<Condition, keyof TurnTaking & keyof Condition> {
  const { turns, historyLength, historyCounts, respondProbability, triesPerTurn } = turnTaking;
  const { historyFormat, silentParticipants, roundRobinStart } = turnTaking;
  return {
    ...{ turns, historyLength, historyCounts, respondProbability, triesPerTurn },
    ...(historyFormat && { historyFormat }),
    ...(silentParticipants && { silentParticipants }),
    ...(roundRobinStart && { roundRobinStart }),
  };
}

function describeQuality({ quality }: ExperimentConfig): Pick<Condition, 'quality'> {
  if (!quality || quality.policy.size === 0) return {};
  return { quality: { policy: quality.policy, resampleBudget: quality.resampleBudget } };
}

function describeModerator(
  { moderator, turnTaking }: DiscussionsConfig,
  inputs: DiscussionInputs,
  modelOf: ModelOf,
): Pick<Condition, 'moderator'> {
  if (!moderator) return {};
  return {
    moderator: {
      name: nameModerator(inputs),
      attributes: moderator.attributes,
      ...(inputs.moderatorPersona && { persona: inputs.moderatorPersona }),
      instructions: inputs.moderatorInstructions,
      mayStaySilent: moderator.mayStaySilent,
      ...(moderator.isAsked && { isAsked: true }),
      ...(turnTaking.moderatorTurns && { turns: turnTaking.moderatorTurns }),
      ...ownModel(moderator, modelOf),
    },
  };
}

function ownModel({ model }: { model?: string | undefined }, modelOf: ModelOf): { model?: ActorModel } {
  return model === undefined ? {} : { model: modelOf(model) };
}

function describePersonaModels(
  { personaModels: models }: DiscussionInputs,
  modelOf: ModelOf,
): Pick<Condition, 'personaModels'> {
  return models ? { personaModels: new Map(Array.from(models, ([persona, key]) => [persona, modelOf(key)])) } : {};
}

function describeRoles(discussions: DiscussionsConfig, inputs: DiscussionInputs, modelOf: ModelOf): Role[] {
  return (discussions.roles ?? []).map(({ name, seats, mayStaySilent, model }) => ({
    name,
    seats,
    instructions: inputs.roleInstructions?.[name] ?? '',
    mayStaySilent: mayStaySilent ?? discussions.mayStaySilent ?? false,
    ...ownModel({ model }, modelOf),
  }));
}
