import { randomUUID } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ModelConfig } from '../config/experiment-config.js';
import { loadConfig } from '../config/load-config.js';
import { fail } from '../errors.js';
import type { Experiment } from '../experiment/open-experiment.js';
import type {
  AnnotationSamplingSection,
  AnnotationSection,
  ConfigFile,
  DiscussionsSection,
  MetricSection,
  ModeratorConditions,
} from '../generated/config.js';
import type { Inputs } from '../inputs/input-types.js';
import { readInputs, type InputParts } from '../inputs/read-inputs.js';
import type { ErrorCode } from '../errors.js';
import { fileStem } from '../plan/job-id.js';
import type { Actor } from './actor.js';
import { inSnakeCase } from './camel-case.js';
import { ownBackendPath, throwInOptionWords, type writtenFiles } from './in-option-words.js';
import type { LoadedModel } from './load-model.js';
import { nameModels, type NamedModels } from './name-models.js';
import type {
  AnnotationExperimentOptions,
  BeginAnnotationOptions,
  BeginOptions,
  CastOptions,
  DiscussionExperimentOptions,
  Labelling,
  Reading,
  Topic,
  Turns,
  Variables,
} from './options.js';
import type { Persona } from './persona.js';
import { sameForAll } from './same-for-all.js';

/** An experiment as the command line opens it, with the models that are already loaded. */
export interface DescribedExperiment {
  experiment: Experiment;
  /** The loaded one of a model of the config. */
  models: (model: ModelConfig) => LoadedModel;
}

/** The run directory of experiments in memory, which is never made. */
const nowhere = join(tmpdir(), `syndisco-in-memory-${randomUUID()}`);

/** Files of the config that the library writes: what they hold. */
type Texts = Readonly<Partial<Record<keyof typeof writtenFiles, string>>>;

/** Writes the config and the input files of these options in memory, and opens them as if they were on disk. */
export async function describeDiscussions(
  options: DiscussionExperimentOptions,
  begin: BeginOptions = {},
): Promise<DescribedExperiment> {
  const { topics, users, moderator, name, seed, design } = options;
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
  const config = { ...sharedKeys({ name, seed }, begin), ...models.sections, ...(design && { design }), discussions };
  const experiment = await open(config, texts, { discussions: true, annotation: false });
  const inputs = { ...experiment.inputs, ...personaModels(experiment.inputs, users, models) };
  return { models: models.loaded, experiment: { ...experiment, inputs } };
}

export async function describeAnnotations(
  options: AnnotationExperimentOptions,
  begin: BeginAnnotationOptions,
): Promise<DescribedExperiment> {
  const { annotators, name, seed } = options;
  const all = atLeastOne(annotators, { code: 'SYNDISCO_INPUT_EMPTY', what: 'annotators' });
  const models = await nameModels(all);
  const texts = {
    'annotators.json': personasJson(annotators),
    'annotator.txt': sameForAll(all, 'instructions'),
  };
  const section = annotationSection(options, sameForAll(all, 'context'), begin.discussionsDir);
  const names = new Set(all.flatMap((annotator) => models.nameOf(annotator) ?? []));
  const annotation = { ...section, ...(names.size > 0 && { models: [...names] }) };
  const config = { ...sharedKeys({ name, seed }, begin), ...models.sections, annotation };
  const experiment = await open(config, texts, { discussions: false, annotation: true });
  const inputs = { ...experiment.inputs, ...annotatorModels(experiment.inputs, annotators, models) };
  return { models: models.loaded, experiment: { ...experiment, inputs } };
}

/** Annotators are the personas of the config, in its order. */
function annotatorModels(
  { annotators }: Inputs,
  actors: readonly Actor[],
  { nameOf }: NamedModels,
): Pick<Inputs, 'annotatorModels'> {
  const own = annotators.flatMap((persona, index) => {
    const name = nameOf(actors[index]);
    return name === undefined ? [] : [[persona, name] as const];
  });
  return own.length > 0 ? { annotatorModels: new Map(own) } : {};
}

function atLeastOne<Item>(
  items: readonly Item[],
  { code, what }: { code: ErrorCode; what: string },
): [Item, ...Item[]] {
  const [first, ...rest] = items;
  if (first !== undefined) return [first, ...rest];
  throw fail({ code, what: `${what} is empty.`, todo: 'Add at least one actor.', path: what });
}

function sharedKeys(
  { name = 'experiment', seed }: { name: string | undefined; seed: number | undefined },
  { outputDir, printLog = false }: BeginOptions,
): ConfigFile {
  return {
    experiment: name,
    ...(seed !== undefined && { seed }),
    run_dir: outputDir === undefined ? nowhere : resolve(outputDir),
    logging: { print_to_terminal: printLog, write_to_file: outputDir !== undefined },
  };
}

function discussionsSection(options: DiscussionExperimentOptions, context: string | undefined): DiscussionsSection {
  const { numUsers, usernames, promptLayout, mayStaySilent, numDiscussions, topics, moderator } = options;
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
  };
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

function annotationSection(
  options: AnnotationExperimentOptions,
  context: string | undefined,
  discussionsDir: string,
): AnnotationSection {
  const { annotateModerator, showModeratorInContext, promptLayout, historyContextLength, metrics } = options;
  const { label, maxInvalidLabels, sampling } = options;
  return {
    files: {
      annotator_persona_path: 'annotators.json',
      instruction_path: 'annotator.txt',
      discussions_dir: resolve(discussionsDir),
    },
    experiment_variables: {
      ...inSnakeCase<Reading>({ annotateModerator, showModeratorInContext, promptLayout }),
      ...(historyContextLength !== undefined && { history_ctx_len: historyContextLength }),
      ...(context !== undefined && { context_prompt: context }),
    },
    ...inSnakeCase<Labelling>({ label, maxInvalidLabels }),
    ...(sampling && { sampling: inSnakeCase<AnnotationSamplingSection>(sampling) }),
    ...(metrics && {
      metrics: Object.fromEntries(
        Object.entries(metrics).map(([name, metric]) => [name, inSnakeCase<MetricSection>(metric)]),
      ),
    }),
  };
}

function personaJson({ traits }: Persona): string {
  return JSON.stringify(traits, null, 1);
}

function personasJson(actors: readonly { options: { persona: Persona } }[]): string {
  return JSON.stringify(
    actors.map(({ options }) => options.persona.traits),
    null,
    1,
  );
}

/** As a row of a table of topics. */
function topicRow(topic: Topic): object {
  if (typeof topic === 'string') return { topic: fileStem(topic), opening: topic };
  return { ...topic.metadata, topic: topic.name, openings: topic.openings };
}

async function open(file: ConfigFile, texts: Texts, parts: InputParts): Promise<Experiment> {
  const text = JSON.stringify(file, null, 1);
  const { config, problems, notices, copy } = await loadConfig('options.json', {
    set: [],
    cwd: process.cwd(),
    text,
  });
  throwInOptionWords(problems);
  if (!config) throw new Error('no config and no problem');
  const given = Object.entries({ ...texts, [ownBackendPath]: '' }).map(
    ([path, content]) => [resolve(path), content] as const,
  );
  const read = await readInputs(config, parts, new Map(given));
  throwInOptionWords(read.problems);
  return {
    config,
    inputs: read.inputs,
    inputFiles: read.files,
    notices: [...notices, ...read.notices],
    configText: copy,
    isFork: false,
  };
}
