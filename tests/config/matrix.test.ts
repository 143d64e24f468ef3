import { describe, expect, it } from 'vitest';
import { inShort, loadText } from '../town-hall/load-text.js';

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
