import type { ConditionConfig, DiscussionsConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { DiscussionInputs } from '../inputs/input-types.js';
import { moderatorName } from '../moderator-name.js';
import { sha256 } from '../sha256.js';
import type { ActorModel, Condition, Role } from './job.js';
import { actorModels } from './actor-models.js';

/** Everything that the discussions of a condition share. `whole` is the experiment that the condition belongs to. */
export function describeCondition(
  whole: ExperimentConfig,
  { name, factors, config }: ConditionConfig,
  discussions: DiscussionsConfig,
  inputs: DiscussionInputs,
): Condition {
  const { moderator, turnTaking } = discussions;
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
    contextPrompt: discussions.contextPrompt,
    ...(discussions.promptLayout !== undefined && { promptLayout: discussions.promptLayout }),
    ...(inputs.promptLayoutSource !== undefined && { promptLayoutHash: sha256(inputs.promptLayoutSource) }),
    participantInstructions: inputs.participantInstructions,
    ...(moderator && {
      moderator: {
        name: moderatorName,
        attributes: moderator.attributes,
        instructions: inputs.moderatorInstructions,
        mayStaySilent: moderator.mayStaySilent,
        ...(turnTaking.moderatorTurns && { turns: turnTaking.moderatorTurns }),
        ...ownModel(moderator, modelOf),
      },
    }),
    roles: describeRoles(discussions, inputs, modelOf),
    mayStaySilent: discussions.mayStaySilent ?? false,
    turns: turnTaking.turns,
    historyLength: turnTaking.historyLength,
    historyCounts: turnTaking.historyCounts,
    turnManager: turnTaking.manager,
    ...(inputs.turnManagerSource !== undefined && { turnManagerHash: sha256(inputs.turnManagerSource) }),
    respondProbability: turnTaking.respondProbability,
    triesPerTurn: turnTaking.triesPerTurn,
    model: modelOf(discussions.model),
    ...describePersonaModels(inputs, modelOf),
  };
}

type ModelOf = ReturnType<typeof actorModels>;

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
