import { isAbsolute } from 'node:path';
import type { DiscussionsConfig } from '../config/experiment-config.js';
import type { PopulationConfig } from '../config/population-config.js';
import { nameModerator } from '../moderator-name.js';
import { showValue } from '../source/show-value.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { DiscussionInputs, Persona, Topic } from './input-types.js';
import { readPseudonyms, requirePseudonyms } from './read-pseudonyms.js';
import { readInstructions } from './read-instructions.js';
import { readPersonas } from './read-personas.js';
import { readTopicTable } from './read-topic-table.js';
import { readTopics } from './read-topics.js';
import { requireOneAuthor } from './require-one-author.js';
import { requireSeats } from './require-seats.js';
import { requireUsernames } from './require-usernames.js';

/** Reads the inputs for the discussions of a config (one condition, or an experiment without a matrix). */
export async function readDiscussionInputs(reading: InputReading): Promise<Partial<DiscussionInputs>> {
  const { discussions } = reading.config;
  if (!discussions) return {};
  const { personas, population, instructionsPath, moderator, turnTaking } = discussions;
  if (turnTaking.file) reading.files.set(turnTaking.file.path, turnTaking.file.text);
  const pool = await readPool(reading, input(reading, personas, 'user_persona_path', 'persona_dir'), population);
  if (pool) requireSeats(reading, pool.length, discussions);
  const topics = await readTopicSource(reading, discussions);
  const moderating = await readModeratorPersona(reading, discussions);
  const names = await readNames(reading, discussions, { pool, topics, ...moderating });
  const actors = { topics, personas: pool ?? [], ...moderating, ...names };
  await noteModeratorName(reading, discussions, actors);
  return {
    ...actors,
    participantInstructions: await readOnce(
      reading,
      input(reading, instructionsPath, 'user_instructions_path', 'user_instruction_path'),
    ),
    moderatorInstructions: moderator
      ? await readOnce(
          reading,
          input(
            reading,
            moderator.instructionsPath,
            'mod_instructions_path',
            'mod_instruction_path',
            'moderator_instruction_path',
          ),
        )
      : '',
    ...(await readRoles(reading, discussions)),
    ...(await readModules(reading, discussions)),
  };
}

function input(reading: InputReading, path: string, key: string, ...older: readonly string[]): NamedInput {
  return reading.input(path, `discussions.files.${key}`, ...older.map((name) => `discussions.files.${name}`));
}

function readPool(
  reading: InputReading,
  named: NamedInput,
  population: DiscussionsConfig['population'],
): ReturnType<typeof readPersonas> {
  const kind = population ? `personas ${showPopulation(population)} of` : 'personas';
  return reading.once(kind, named.path, () => readPersonas(reading, named, population));
}

/** Conditions may have different ones. */
function showPopulation(population: PopulationConfig): string {
  return JSON.stringify(population, (_, value: unknown) => (value instanceof Map ? [...value.entries()] : value));
}

/** One persona, as its own file or as the only one of a list or folder. */
async function readModeratorPersona(
  reading: InputReading,
  { moderator }: DiscussionsConfig,
): Promise<Pick<DiscussionInputs, 'moderatorPersona'>> {
  if (moderator?.persona === undefined) return {};
  const named = input(reading, moderator.persona, 'mod_persona_path');
  return reading.once('moderator persona', named.path, async () => {
    const [moderatorPersona, ...others] = (await readPersonas(reading, named)) ?? [];
    if (others.length > 0) {
      const what = `${named.path} has ${others.length + 1} personas, but there is one moderator.`;
      const todo = 'Name a file with the persona of the moderator only.';
      reading.report('SYNDISCO_CONFIG_CONTRADICTION', named, { what, todo });
    }
    return moderatorPersona ? { moderatorPersona } : {};
  });
}

/** Once for all conditions. */
async function noteModeratorName(
  reading: InputReading,
  { moderator }: DiscussionsConfig,
  actors: Parameters<typeof nameModerator>[0],
): Promise<void> {
  const { name = '' } = actors.moderatorPersona ?? {};
  const called = nameModerator(actors);
  if (name === '' || called === name) return;
  await reading.once('moderator name', moderator?.persona ?? '', () => {
    const why = `a participant or an author of a seed opinion may have the username ${showValue(name)}`;
    reading.notices.push(`the moderator is called ${showValue(called)}: ${why}`);
    return Promise.resolve();
  });
}

interface Named {
  pool: readonly Persona[] | undefined;
  topics: readonly Topic[];
  moderatorPersona?: Persona;
}

/** What participants are called; checks that there are enough different names. */
async function readNames(
  reading: InputReading,
  discussions: DiscussionsConfig,
  { pool, topics, ...moderating }: Named,
): Promise<Pick<DiscussionInputs, 'pseudonyms'>> {
  const { personas, pseudonymsPath } = discussions;
  if (pseudonymsPath === undefined) {
    await reading.once('usernames', personas, () => {
      requireUsernames(reading, pool ?? []);
      return Promise.resolve();
    });
    return {};
  }
  const list = reading.input(
    pseudonymsPath,
    'discussions.files.usernames_path',
    'discussions.experiment_variables.usernames',
  );
  const pseudonyms = await reading.once('pseudonyms', list.path, () => readPseudonyms(reading, list));
  if (!pool || !pseudonyms) return {};
  const { participants, topicsPath = '', topicsDir, openings } = discussions;
  const moderator = nameModerator({ personas: pool, topics, pseudonyms, ...moderating });
  const read = JSON.stringify([list.path, personas, participants, topicsPath, topicsDir, openings, moderator]);
  await reading.once('seats', read, () => {
    requirePseudonyms(reading, discussions, {
      input: list,
      names: pseudonyms,
      personas: pool.length,
      topics,
      moderator,
    });
    requireOneAuthor(reading, { personas: pool, topics, openings });
    return Promise.resolve();
  });
  return { pseudonyms };
}

function readTopicSource(
  reading: InputReading,
  { topicsDir, topicsPath }: DiscussionsConfig,
): Promise<readonly Topic[]> {
  if (topicsPath === undefined && topicsDir === '') return reading.once('topics', '', () => noTopics(reading));
  const folder = input(reading, topicsDir, 'topics_dir');
  if (topicsPath === undefined) return reading.once('topics', folder.path, () => readTopics(reading, folder));
  const table = input(reading, topicsPath, 'topics_path');
  return reading.once('topic table', table.path, () => readTopicTable(reading, table));
}

/** Discussions need no topic: one without name and opening stands for none. */
function noTopics(reading: InputReading): Promise<readonly Topic[]> {
  reading.notices.push('the config names no topics: discussions start with the first speaker');
  return Promise.resolve([{ name: '', openings: [] }]);
}

function readOnce(reading: InputReading, named: NamedInput): Promise<string> {
  return reading.once('text', named.path, () => readInstructions(reading, named));
}

async function readRoles(
  reading: InputReading,
  { roles }: DiscussionsConfig,
): Promise<Pick<DiscussionInputs, 'roleInstructions'>> {
  if (!roles) return {};
  const texts: [string, string][] = [];
  for (const [index, { name, instructionsPath }] of roles.entries()) {
    const named = reading.input(instructionsPath, `discussions.roles.${index}.instructions_path`);
    texts.push([name, await readOnce(reading, named)]);
  }
  return { roleInstructions: Object.fromEntries(texts) };
}

/** The source texts of custom modules, which are part of the design; they are not executed here. */
async function readModules(
  reading: InputReading,
  { turnTaking, promptLayout = '' }: DiscussionsConfig,
): Promise<Pick<DiscussionInputs, 'turnManagerSource' | 'promptLayoutSource'>> {
  const read = async (path: string, key: string): Promise<string | undefined> =>
    isAbsolute(path) ? readOnce(reading, reading.input(path, `discussions.${key}`)) : undefined;
  const manager = await read(turnTaking.manager, 'turn_taking.turn_manager_type');
  const layout = await read(promptLayout, 'experiment_variables.prompt_layout');
  return {
    ...(manager !== undefined && { turnManagerSource: manager }),
    ...(layout !== undefined && { promptLayoutSource: layout }),
  };
}
