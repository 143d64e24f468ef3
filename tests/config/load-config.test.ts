import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { loadText, townHallFolder } from '../town-hall/load-text.js';

const scripted = 'model_parameters: { general: { library_type: scripted } }\n';
const discussions = `discussions:
  files: { topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt }
`;

const taking = { turns: 10, historyLength: 3, historyCounts: 'all', manager: 'random_weighted' };
describe('a config that says little', () => {
  it('when only what is needed is said, then the rest has its defaults and paths start at the config', async () => {
    await using folder = await townHallFolder({ 'town-hall.yml': scripted + discussions });
    const { config, problems, notices } = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    const here = (...names: string[]) => join(folder.dir, ...names);
    expect(problems).toEqual([]);
    expect(notices).toEqual(['seed is not given: 42 is used']);
    expect(config).toEqual({
      name: 'town-hall',
      file: here('town-hall.yml'),
      seed: 42,
      seedIsGiven: false,
      runDir: here('runs/town-hall'),
      actions: { generate: true, annotate: true, export: true },
      logging: {
        printToTerminal: true,
        writeToFile: true,
        dir: here('runs/town-hall/logs'),
        level: 'info',
        format: 'text',
        keepDays: 30,
        maxSizeBytes: 20 * 1024 * 1024,
      },
      model: {
        engine: 'scripted',
        path: '',
        name: 'scripted',
        maxTokens: 200,
        contextTokens: 2048,
        disallowedStrings: [],
        sampling: { temperature: 0.8, topP: 0.95 },
        chat: { variables: { date_string: '26 Jul 2024' }, date: '2024-07-26' },
        options: { slots: 16, words: { min: 5, max: 40 }, silence: 0, delayMs: 0 },
        reproducible: false,
      },
      discussions: {
        topicsDir: here('topics'),
        personas: here('people.json'),
        instructionsPath: here('people.txt'),
        outputDir: here('runs/town-hall/discussions'),
        contextPrompt: 'You are a human in an online forum.',
        replicates: 1,
        participants: 'all',
        turnTaking: { ...taking, respondProbability: 0.5, triesPerTurn: 3 },
      },
      export: {
        path: here('runs/town-hall/dataset/comments.csv'),
        discussionsDir: here('runs/town-hall/discussions'),
        annotationsDir: here('runs/town-hall/annotations'),
      },
    });
  });

  it('when there is only annotation, then it reads the discussions that the export names', async () => {
    const annotation = 'annotation: { files: { annotator_persona_path: raters.json, instruction_path: rate.txt } }\n';
    const { config } = await loadText(`${scripted}${annotation}dataset_export: { discussion_root_dir: /study }\n`);
    expect(config?.discussions).toBeUndefined();
    expect(config?.annotation).toMatchObject({
      discussionsDir: '/study',
      contextPrompt: 'You are a human annotator.',
      annotateModerator: true,
      showModeratorInContext: true,
      historyLength: 3,
    });
  });

  it.each([
    ['{}', true, true],
    ['{ include_mod_comments: false }', false, false],
    ['{ include_mod_comments: false, annotate_moderator: false }', false, false],
    ['{ annotate_moderator: false }', false, true],
    ['{ show_moderator_in_context: false }', true, false],
  ])(
    'when the annotators’ variables are %s, then the moderator is annotated: %s, and shown: %s',
    async (variables, annotateModerator, showModeratorInContext) => {
      const files = '{ annotator_persona_path: raters.json, instruction_path: rate.txt }';
      const annotation = `annotation: { files: ${files}, experiment_variables: ${variables} }\n`;
      const { config, problems } = await loadText(`${scripted}${annotation}`);
      expect(problems).toEqual([]);
      expect(config?.annotation).toMatchObject({ annotateModerator, showModeratorInContext });
    },
  );

  it('when a config was loaded, then nothing in it can be changed', async () => {
    const { config } = await loadText(scripted + discussions);
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config?.discussions?.turnTaking)).toBe(true);
    expect(Object.isFrozen(config?.model.disallowedStrings)).toBe(true);
  });
});

describe('what a key means', () => {
  it.each([
    ['INFO', 'info'],
    ['Warning', 'warn'],
    ['CRITICAL', 'error'],
    ['debug', 'debug'],
  ])('when the level is %s, then it is %s', async (written, level) => {
    const { config, problems } = await loadText(`logging: { level: ${written} }\n`);
    expect(problems).toEqual([]);
    expect(config?.logging.level).toBe(level);
  });

  it.each([
    ['200k', 200 * 1024],
    ['5m', 5 * 1024 ** 2],
    ['1G', 1024 ** 3],
  ])('when max_size is %s, then it is %i bytes', async (written, size) => {
    const { config } = await loadText(`logging: { max_size: ${written} }\n`);
    expect(config?.logging.maxSizeBytes).toBe(size);
  });

  it.each([
    ['/data/town.csv', '/data/town.csv'],
    ['/data/town.CSV', '/data/town.CSV'],
    ['/data/town', '/data/town/dataset.csv'],
  ])('when export_path is %s, then the file is %s', async (written, file) => {
    const { config } = await loadText(`dataset_export: { export_path: ${written} }\n`);
    expect(config?.export.path).toBe(file);
  });

  it.each([
    ['llama_cpp', 'models/town', (dir: string) => join(dir, 'models/town')],
    ['transformers', 'models/town', (dir: string) => join(dir, 'models/town')],
    ['transformers', 'town/council-chat', () => 'town/council-chat'],
    ['transformers', './council-chat', (dir: string) => join(dir, 'council-chat')],
    ['transformers', 'models/onnx/town', (dir: string) => join(dir, 'models/onnx/town')],
  ])(
    'when %s gets the model path %s, then a hub id stays and a path becomes absolute',
    async (engine, path, expected) => {
      const text = `model_parameters: { general: { library_type: ${engine}, model_path: ${path} } }\n`;
      await using folder = await townHallFolder({ 'town-hall.yml': text });
      await mkdir(join(folder.dir, 'models/town'), { recursive: true });
      const { config } = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
      expect(config?.model.path).toBe(expected(folder.dir));
    },
  );

  it('when library_type is a module, then its path starts at the config', async () => {
    await using folder = await townHallFolder({
      'town-hall.yml': 'model_parameters: { general: { library_type: ./echo.mjs } }\n',
    });
    const { config } = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(config?.model).toMatchObject({ engine: join(folder.dir, 'echo.mjs'), name: 'echo' });
  });

  it.each([
    ['llama_cpp', '{}', 40],
    ['transformers', '{}', 40],
    ['llama_cpp', '{ top_k: 20 }', 20],
    ['llama_cpp', '{ top_k: 0 }', undefined],
    ['openai', '{}', undefined],
    ['openai', '{ top_k: 20 }', 20],
  ])('when %s draws with sampling %s, then from the %s likeliest tokens', async (engine, sampling, topK) => {
    const general = `general: { library_type: ${engine}, model_path: town.gguf }`;
    const { config } = await loadText(`model_parameters: { ${general}, sampling: ${sampling} }\n`);
    expect(config?.model.sampling.topK).toBe(topK);
  });

  it.each([
    ['just', ['just']],
    ['[just, strict]', ['just', 'strict']],
  ])('when moderator_attributes is %s, then the moderator has that list', async (written, attributes) => {
    const text = `discussions:
  files: { topics_dir: t, persona_dir: p, user_instruction_path: u, moderator_instruction_path: m }
  experiment_variables: { include_mod: true, moderator_attributes: ${written} }
`;
    const { config, problems } = await loadText(text);
    expect(problems).toEqual([]);
    expect(config?.discussions?.moderator?.attributes).toEqual(attributes);
  });

  it.each([
    ['', true],
    ['  moderator: {}\n', true],
    ['  moderator: { may_stay_silent: false }\n', false],
  ])('when the moderator’s section is %j, then it may stay silent: %s', async (section, mayStaySilent) => {
    const text = `discussions:
  files: { topics_dir: t, persona_dir: p, user_instruction_path: u, mod_instructions_path: m }
  experiment_variables: { include_mod: true }
${section}`;
    const { config, problems } = await loadText(text);
    expect(problems).toEqual([]);
    expect(config?.discussions?.moderator?.mayStaySilent).toBe(mayStaySilent);
  });
});

describe('a key of the command line', () => {
  it('when --set names keys, then they win over the file and the last one over the others', async () => {
    const set = ['seed=1', 'seed=2', 'discussions.turn_taking.num_turns=3', 'discussions.turn_taking.num_turns=4'];
    const { config, problems } = await loadText(`seed: 9\n${discussions}`, set);
    expect(problems).toEqual([]);
    expect(config).toMatchObject({ seed: 2, discussions: { turnTaking: { turns: 4 } } });
  });

  it('when --set gives a list or a section, then it is read as YAML', async () => {
    const { config } = await loadText(scripted, [
      "model_parameters.general.disallowed_strings=['a=b', c]",
      'actions={ export_dataset: false }',
    ]);
    expect(config?.model.disallowedStrings).toEqual(['a=b', 'c']);
    expect(config?.actions).toEqual({ generate: true, annotate: true, export: false });
  });

  it('when --set mends the file, then nothing is wrong', async () => {
    const { problems } = await loadText('seed: many\n', ['seed=3']);
    expect(problems).toEqual([]);
  });
});

describe('a config file that cannot be read', () => {
  it('when it is not there, then its near neighbour is suggested', async () => {
    await using folder = await townHallFolder({ 'town-hall.yml': scripted });
    const { config, problems } = await loadConfig('town-hal.yml', { set: [], cwd: folder.dir });
    const where = { file: join(folder.dir, 'town-hal.yml') };
    expect([config, problems]).toMatchObject([undefined, [{ code: 'SYNDISCO_CONFIG_NOT_FOUND', where }]]);
    expect(problems[0]?.todo).toBe(`Did you mean "town-hall.yml" in ${folder.dir}?`);
  });

  it('when it is a folder, then that is said', async () => {
    await using folder = await townHallFolder({});
    const { problems } = await loadConfig(folder.dir, { set: [], cwd: '/' });
    expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_UNREADABLE' }]);
    expect(problems[0]?.what).toContain('is a folder');
  });

  it('when it never ends, then it is refused', async () => {
    const { problems } = await loadConfig('/dev/zero', { set: [], cwd: '/' });
    expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_TOO_LARGE' }]);
  });

  it('when its name cannot name an experiment, then the config is asked for one', async () => {
    const { problems } = await loadText('seed: 3\n', [], 'town hall (2).yml');
    expect(problems).toMatchObject([{ code: 'SYNDISCO_CONFIG_MALFORMED', path: 'experiment', where: { line: 1 } }]);
    expect((await loadText('experiment: town-hall\n', [], 'town hall (2).yml')).problems).toEqual([]);
  });
});
