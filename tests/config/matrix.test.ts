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

async function conditionsOf(text: string): Promise<string[]> {
  const { config, problems } = await loadText(base + text);
  expect(problems).toEqual([]);
  return (config?.conditions ?? []).map(
    ({ name, config: own }) =>
      `${name} ${own.model.name} ${own.discussions?.moderator ? 'moderated' : 'free'} ${own.discussions?.replicates ?? 0}`,
  );
}

async function problemsOf(text: string): Promise<string[]> {
  return (await loadText(base + text)).problems.map(inShort);
}

describe('a matrix', () => {
  it('when factors have levels, then every combination is a condition with its overrides', async () => {
    expect(await conditionsOf(matrix)).toEqual([
      'model-small.moderation-none small free 30',
      'model-small.moderation-strict small moderated 30',
      'model-large.moderation-none large free 30',
      'model-large.moderation-strict large moderated 30',
    ]);
  });

  it('when combinations are excluded and included, then they go, come back and get their own number', async () => {
    const text = `${matrix}  exclude: [{ moderation: strict }]
  include:
    - { levels: { model: large }, num_experiments: 5 }
    - { levels: { model: small, moderation: strict }, set: { discussions.experiment_variables.num_experiments: 2 } }
`;
    expect(await conditionsOf(text)).toEqual([
      'model-small.moderation-none small free 30',
      'model-small.moderation-strict small moderated 2',
      'model-large.moderation-none large free 5',
    ]);
  });

  it('when factors change places in the file, then conditions keep their names', async () => {
    const [model = '', moderation = ''] = [/ {4}model:.*?(?= {4}moderation)/s, / {4}moderation:.*/s].map(
      (part) => part.exec(matrix)?.[0],
    );
    const names = (await conditionsOf(`matrix:\n  factors:\n${moderation}${model}`)).toSorted();
    expect(names).toEqual((await conditionsOf(matrix)).toSorted());
  });

  it('when a level leaves to the base what the base does not say, then the level says it', async () => {
    const text = base.replace('{ library_type: scripted }', '{ max_tokens: 9 }');
    const levels = 'a: { model_parameters.general.library_type: scripted }';
    const { problems } = await loadText(`${text}matrix: { factors: { model: { ${levels} } } }\n`);
    expect(problems).toEqual([]);
  });

  it('when the published study is laid out, then it has 132 conditions and 1,800 discussions', async () => {
    const models = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (name) => `      ${name}: { model_parameters.general.model_pseudoname: ${name} }\n`,
    );
    const strategies = ['none', 'rules', 'question', 'fact'].map(
      (name, index) => `      ${name}: { discussions.experiment_variables.moderator_attributes: [s${index}] }\n`,
    );
    const ablations = [0, 1, 2, 3, 4, 5, 6].map(
      (index) => `      a${index}: { discussions.turn_taking.history_ctx_len: ${index} }\n`,
    );
    const text = `matrix:
  factors:
    model:
${models.join('')}    strategy:
${strategies.join('')}    ablation:
${ablations.join('')}  exclude: [{ strategy: none, ablation: [a1, a2, a3, a4, a5, a6] }]
  include: [{ levels: { ablation: [a1, a2, a3, a4, a5, a6] }, num_experiments: 10 }]
`;
    const conditions = await conditionsOf(text);
    const total = conditions.reduce((sum, condition) => sum + Number(condition.split(' ').at(-1)), 0);
    expect([conditions.length, total]).toEqual([132, 1800]);
  });
});

describe('a matrix that cannot be', () => {
  it.each([
    ['has no factor', 'matrix: { factors: {} }\n', 'MATRIX_EMPTY 7:11'],
    ['has a factor without levels', 'matrix: { factors: { model: {} } }\n', 'MATRIX_EMPTY 7:22'],
    [
      'has a factor that changes nothing',
      'matrix: { factors: { model: { a: {}, b: } } }\n',
      'CONFIG_CONTRADICTION 7:22',
    ],
    ['excludes everything', `${matrix}  exclude: [{ model: [small, large] }]\n`, 'MATRIX_EMPTY 15:3'],
    ['excludes a level that is not there', `${matrix}  exclude: [{ model: smal }]\n`, 'CONFIG_UNKNOWN_VALUE 15:15'],
    ['excludes a factor that is not there', `${matrix}  exclude: [{ modle: small }]\n`, 'CONFIG_UNKNOWN_VALUE 15:15'],
    [
      'overrides an unknown key',
      'matrix: { factors: { model: { a: { discussions.turn_takin.num_turns: 3 } } } }\n',
      'CONFIG_UNKNOWN_KEY 7:36',
    ],
    [
      'overrides with a wrong value',
      'matrix: { factors: { model: { a: { discussions.turn_taking.num_turns: three } } } }\n',
      'CONFIG_WRONG_TYPE 7:71',
    ],
    [
      "overrides what is the experiment's",
      'matrix: { factors: { model: { a: { seed: 3 }, b: {} } } }\n',
      'CONFIG_CONTRADICTION 7:42',
    ],
    [
      'has a level that cannot be a name',
      'matrix: { factors: { model: { "a b": { x: 1 } } } }\n',
      'CONFIG_MALFORMED 7:31',
    ],
    [
      'contradicts itself',
      `matrix:
  factors:
    length: { short: { discussions.turn_taking.num_turns: 3 }, long: {} }
    depth: { low: { discussions: { turn_taking: { num_turns: 4 } } }, high: {} }
`,
      'CONFIG_CONTRADICTION 10:62',
    ],
    [
      'includes what changes nothing',
      `${matrix}  exclude: [{ model: small }]\n  include: [{ levels: { model: small }, num_experiments: 2 }]\n`,
      'CONFIG_CONTRADICTION 16:13',
    ],
  ])('when it %s, then its place is named', async (_, text, expected) => {
    expect(await problemsOf(text)).toContain(expected);
  });

  it('when the base is wrong, then that is said once and not for every condition', async () => {
    const problems = await problemsOf(matrix.replace('matrix:', 'sed: 3\nmatrix:'));
    expect(problems).toEqual(['CONFIG_UNKNOWN_KEY 7:1']);
  });
});

describe('a profile', () => {
  const profiles = `profiles:
  demo: { discussions.experiment_variables.num_experiments: 1, matrix.factors.model: { tiny: { model_parameters.general.model_pseudoname: tiny } } }
`;

  it('when it is chosen, then its overrides count, and the command line over them', async () => {
    const set = ['profile=demo', 'discussions.experiment_variables.num_experiments=2'];
    const { config, problems } = await loadText(base + matrix + profiles, set);
    expect(problems).toEqual([]);
    expect(config?.conditions?.map(({ name }) => name)).toEqual([
      'model-tiny.moderation-none',
      'model-tiny.moderation-strict',
    ]);
    expect(config?.discussions?.replicates).toBe(2);
  });

  it('when there is none of that name, then the nearest is suggested', async () => {
    const { problems } = await loadText(base + matrix + profiles, ['profile=demp']);
    expect(problems[0]?.todo).toBe('Did you mean "demo"?');
  });
});

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
});
