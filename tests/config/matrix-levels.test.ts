import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import { loadConfig, type LoadedConfig } from '../../src/config/load-config.js';
import { inShort, loadText, townHallFolder } from '../town-hall/load-text.js';

const base = `experiment: town-hall
model_parameters: { general: { library_type: scripted } }
discussions:
  files:
    { topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt, mod_instructions_path: mod.txt }
  experiment_variables: { num_experiments: 30, num_users: 7 }
`;

const matrix = `matrix:
  factors:
    model:
      small: { model_parameters.general.model_pseudoname: small }
      large: { model_parameters: { general: { model_pseudoname: large } } }
    moderation:
      none:
      strict: { discussions.experiment_variables.include_mod: true }
`;

async function problemsOf(text: string): Promise<string[]> {
  return (await loadText(base + text)).problems.map(inShort);
}

describe('a level that unsets a key', () => {
  const topics = (config: ExperimentConfig | undefined): unknown[] =>
    (config?.conditions ?? []).map(({ config: { discussions } }) => [
      basename(discussions?.topicsDir ?? ''),
      basename(discussions?.topicsPath ?? ''),
    ]);

  it('when it is null, then the condition is as if the base did not have it', async () => {
    const source = `matrix:
  factors:
    source:
      folder:
      table: { discussions.files: { topics_dir: null, topics_path: topics.csv } }
      none: { discussions.files.topics_dir: }
`;
    const { config, problems } = await loadText(base + source);
    expect(problems).toEqual([]);
    expect(topics(config)).toEqual([
      ['topics', ''],
      ['', 'topics.csv'],
      ['', ''],
    ]);
  });

  it('when an include entry sets it to null, then it is unset too', async () => {
    const { config, problems } = await loadText(
      `${base}${matrix}  include: [{ levels: { model: small }, set: { discussions.files.topics_dir: null } }]\n`,
    );
    expect(problems).toEqual([]);
    expect(topics(config)).toEqual([
      ['', ''],
      ['', ''],
      ['topics', ''],
      ['topics', ''],
    ]);
  });

  it.each([
    ['a section', 'discussions.turn_taking: null', []],
    ['a key that nothing sets', 'discussions.files.topics_path: null', []],
    ['a key that does not exist', 'discussions.files.topics_paht: null', ['CONFIG_UNKNOWN_KEY 7:39']],
    ['a key that is needed', 'discussions.files.user_persona_path: null', ['CONFIG_MISSING_KEY 7:39']],
  ])('when it unsets %s, then only what is wrong then is reported', async (_, key, expected) => {
    expect(await problemsOf(`matrix: { factors: { f: { a: {}, b: { ${key} } } } }\n`)).toEqual(expected);
  });

  it('when another level of the condition sets it, then both are named', async () => {
    const both = `matrix:
  factors:
    a: { x: { discussions.files.topics_dir: null } }
    b: { y: { discussions.files.topics_dir: other } }
`;
    expect(await problemsOf(both)).toEqual(['CONFIG_CONTRADICTION 10:45']);
  });
});

describe('levels from files', () => {
  const study = (factor: string): string =>
    `${base}matrix:\n  factors:\n    moderation: ${factor}\n`.replace(
      'num_users: 7 }',
      'num_users: 7, include_mod: true }',
    );
  const from = '{ from: "rules/*.txt", sets: discussions.files.mod_instructions_path }';

  async function load(factor: string, files: readonly string[]): Promise<LoadedConfig> {
    await using folder = await townHallFolder({ 'town-hall.yml': study(factor) });
    for (const file of files) {
      await mkdir(dirname(join(folder.dir, file)), { recursive: true });
      await writeFile(join(folder.dir, file), 'Keep it civil.');
    }
    return await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
  }

  it('when a factor names files, then each is a level that sets the key, in the order of their names', async () => {
    const { config, problems } = await load(from, ['rules/strict.txt', 'rules/mild.v2.txt', 'rules/notes.md', 'x.txt']);
    expect(problems).toEqual([]);
    expect(
      config?.conditions?.map(({ name, factors, config: { discussions } }) => [
        name,
        factors,
        basename(discussions?.moderator?.instructionsPath ?? ''),
      ]),
    ).toEqual([
      ['moderation-mild.v2', { moderation: 'mild.v2' }, 'mild.v2.txt'],
      ['moderation-strict', { moderation: 'strict' }, 'strict.txt'],
    ]);
  });

  it('when it has other levels as well, then they stay, even if they are called from and sets', async () => {
    const none = 'none: { discussions.experiment_variables.include_mod: false }';
    const { config, problems } = await load(from.replace('{ ', `{ ${none}, `), ['rules/strict.txt']);
    expect(problems).toEqual([]);
    expect(config?.conditions?.map(({ name }) => name)).toEqual(['moderation-none', 'moderation-strict']);
    const odd = await load(`{ from: {}, sets: { discussions.experiment_variables.include_mod: false } }`, []);
    expect(odd.config?.conditions?.map(({ name }) => name)).toEqual(['moderation-from', 'moderation-sets']);
  });

  it.each([
    ['no file matches', from, [], 'MATRIX_EMPTY 9:25'],
    [
      'two files have the same stem',
      from.replace('*.txt', '**'),
      ['rules/a.txt', 'rules/b/a.txt'],
      'CONFIG_CONTRADICTION 9:25',
    ],
    ['a file has the name of a level', from.replace('{ ', '{ a: {}, '), ['rules/a.txt'], 'CONFIG_CONTRADICTION 9:32'],
    ['a name is no level', from, ['rules/my rules.txt'], 'CONFIG_MALFORMED 9:25'],
    ['sets is missing', '{ from: "rules/*.txt" }', ['rules/a.txt'], 'CONFIG_MISSING_KEY 9:25'],
    [
      'sets is no key',
      from.replace('mod_instructions_path', 'mod_instruction'),
      ['rules/a.txt'],
      'CONFIG_UNKNOWN_KEY 9:46',
    ],
    [
      'sets is a key of the whole',
      from.replace('discussions.files.mod_instructions_path', 'run_dir'),
      ['rules/a.txt'],
      'CONFIG_CONTRADICTION 9:25',
    ],
  ])('when %s, then the place in the config is named', async (_, factor, files, expected) => {
    expect((await load(factor, files)).problems.map(inShort)).toContain(expected);
  });

  it('when a name is no level, then the file to rename is named', async () => {
    const { problems } = await load(from, ['rules/a.txt', 'rules/my rules.txt']);
    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(/^rules\/my rules\.txt cannot name a level/),
    ]);
    expect(problems[0]?.todo).toMatch(/^Rename the file/);
  });
});
