import type {
  DiscussionsSection,
  MetricSection,
  ModeratorConditions,
  ProbeSection,
  QualitySection,
} from '../generated/config.js';
import type { Inputs } from '../inputs/input-types.js';
import { fileStem } from '../plan/job-id.js';
import type { Actor } from './actor.js';
import { inSnakeCase, mapValues } from './camel-case.js';
import { nameModels, type NamedModels } from './name-models.js';
import {
  atLeastOne,
  openDescribed,
  personasJson,
  sharedKeys,
  type DescribedExperiment,
  type Texts,
} from './open-described.js';
import type {
  BeginOptions,
  CastOptions,
  DiscussionExperimentOptions,
  ProbeOptions,
  Topic,
  Turns,
  Variables,
} from './options.js';
import type { Persona } from './persona.js';
import { sameForAll } from './same-for-all.js';

/** Writes the config and the input files of these options in memory, and opens them as if they were on disk. */
export async function describeDiscussions(
  options: DiscussionExperimentOptions,
  begin: BeginOptions = {},
): Promise<DescribedExperiment> {
  const { topics, users, moderator, name, seed, design, quality } = options;
  const cast: readonly Actor[] = [...users, ...(moderator ? [moderator] : [])];
  const all = atLeastOne(cast, { code: 'SYNDISCO_PERSONAS_TOO_FEW', what: 'users' });
  const models = await nameModels(all);
  const texts: Texts = {
    'personas.json': personasJson(users),
    'participant.txt': sameForAll(
      atLeastOne(users, { code: 'SYNDISCO_PERSONAS_TOO_FEW', what: 'users' }),
      'instructions',
    ),
    ...(moderator && { 'moderator.txt': moderator.options.instructions }),
    ...(moderator?.options.persona && { 'moderator.json': personaJson(moderator.options.persona) }),
    ...(topics.length > 0 && { 'topics.json': JSON.stringify(topics.map(topicRow), null, 1) }),
  };
  const section = discussionsSection(options, sameForAll(all, 'context'));
  const discussions = { ...section, ...castSections(section, options, models) };
  const config = {
    ...sharedKeys({ name, seed }, begin),
    ...models.sections,
    ...(design && { design }),
    ...(quality && { quality: inSnakeCase<QualitySection>(quality) }),
    discussions,
  };
  const experiment = await openDescribed(config, texts, { discussions: true, annotation: false });
  const inputs = { ...experiment.inputs, ...personaModels(experiment.inputs, users, models) };
  return { models: models.loaded, experiment: { ...experiment, inputs } };
}

function discussionsSection(options: DiscussionExperimentOptions, context: string | undefined): DiscussionsSection {
  const { numUsers, usernames, promptLayout, mayStaySilent, numDiscussions, topics, moderator, probes } = options;
  return {
    files: {
      ...(topics.length > 0 && { topics_path: 'topics.json' }),
      user_persona_path: 'personas.json',
      user_instructions_path: 'participant.txt',
      ...(moderator && { mod_instructions_path: 'moderator.txt' }),
      ...(moderator?.options.persona && { mod_persona_path: 'moderator.json' }),
    },
    experiment_variables: {
      ...inSnakeCase<Variables>({ numUsers, usernames, promptLayout, mayStaySilent }),
      ...(numDiscussions !== undefined && { num_experiments: numDiscussions }),
      ...(context !== undefined && { context_prompt: context }),
      include_mod: Boolean(moderator),
      ...(moderator?.options.attributes && { moderator_attributes: [...moderator.options.attributes] }),
    },
    turn_taking: turnTakingSection(options),
    ...(probes && { probes: mapValues(probes, probeSection) }),
  };
}

function probeSection({ answer, ...probe }: ProbeOptions): ProbeSection {
  return { ...probe, answer: inSnakeCase<MetricSection>(answer) };
}

/** Names the models of the first user and of the moderator, if actors have different ones. */
function castSections(
  { experiment_variables: variables }: DiscussionsSection,
  { users, moderator }: DiscussionExperimentOptions,
  { nameOf }: NamedModels,
): Partial<DiscussionsSection> {
  const [usual, own] = [nameOf(users[0]), nameOf(moderator ?? undefined)];
  return {
    ...(usual !== undefined && { experiment_variables: { ...variables, model: usual } }),
    ...(own !== undefined && own !== usual && { moderator: { model: own } }),
  };
}

/** Users are the personas of the config, in its order. */
function personaModels(
  { personas }: Inputs,
  users: readonly Actor[],
  { nameOf }: NamedModels,
): Pick<Inputs, 'personaModels'> {
  const own = personas.flatMap((persona, index) => {
    const name = nameOf(users[index]);
    return name === undefined || name === nameOf(users[0]) ? [] : [[persona, name] as const];
  });
  return own.length > 0 ? { personaModels: new Map(own) } : {};
}

function turnTakingSection(options: CastOptions): NonNullable<DiscussionsSection['turn_taking']> {
  const { numTurns, historyCounts, triesPerTurn, historyContextLength, turnManager, moderatorTurns } = options;
  const { respondProbability } = turnManager ?? {};
  return {
    ...inSnakeCase<Turns>({ numTurns, historyCounts, triesPerTurn }),
    ...(respondProbability !== undefined && { respond_probability: respondProbability }),
    ...(historyContextLength !== undefined && { history_ctx_len: historyContextLength }),
    ...(turnManager && { turn_manager_type: turnManager.type }),
    ...(moderatorTurns && {
      moderator_turns:
        'when' in moderatorTurns ? { when: inSnakeCase<ModeratorConditions>(moderatorTurns.when) } : moderatorTurns,
    }),
  };
}

function personaJson({ traits }: Persona): string {
  return JSON.stringify(traits, null, 1);
}

/** As a row of a table of topics. */
function topicRow(topic: Topic): object {
  if (typeof topic === 'string') return { topic: fileStem(topic), opening: topic };
  return { ...topic.metadata, topic: topic.name, openings: topic.openings };
}
