import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/config/load-config.js';
import { loadText, townHallFolder } from '../town-hall/load-text.js';

const files = '{ topics_dir: topics, user_persona_path: people.json, user_instructions_path: people.txt }';
const discussions = `discussions: { files: ${files} }\n`;
const on = (engine: string, more = ''): string =>
  `seed: 1\nmodel_parameters: { general: { library_type: ${engine}, model_path: weights.gguf }${more} }\n`;
const theirs = { temperature: 0.2, topP: 0.95, topK: 40, minP: 0.05, seed: 42 };

describe('compatibility: original', () => {
  it('when the config has few sections, then it sets nothing in those that are not there', async () => {
    const { config, problems, notices } = await loadText(`${on('scripted')}compatibility: original\n`);
    expect(problems).toEqual([]);
    expect(config).not.toHaveProperty('discussions');
    expect(config).not.toHaveProperty('annotation');
    expect(notices).toEqual([
      'compatibility: original sets model_parameters.general.stop_strings: ["###","\\n\\n","User"]; ' +
        'model_parameters.sampling.defaults: original (temperature 0.2, top_p 0.95, top_k 40, min_p 0.05, seed 42)',
    ]);
  });

  it('when a key is given, then it wins, on the command line too', async () => {
    await using folder = await townHallFolder({
      'town-hall.yml': `${on('scripted')}${discussions}compatibility: original\n`,
    });
    const set = ['discussions.turn_taking.history_format=paragraphs', 'model_parameters.sampling.seed=7'];
    const { config, problems } = await loadConfig('town-hall.yml', { set, cwd: folder.dir });
    expect(problems).toEqual([]);
    expect(config?.discussions?.turnTaking).not.toHaveProperty('historyFormat');
    expect(config?.discussions?.turnTaking).toMatchObject({ silentParticipants: 'left_out' });
    expect(config?.model.sampling).toEqual({ ...theirs, seed: 7 });
  });

  it('when levels of a matrix have other engines, then only llama.cpp gets the format of Alpaca', async () => {
    const servers = 'model_parameters.openai.base_urls: ["http://127.0.0.1:9/v1"]';
    const { config, problems } = await loadText(
      `${on('llama_cpp')}${discussions}compatibility: original
matrix: { factors: { model: { here: {}, there: { model_parameters.general.library_type: openai, ${servers} } } } }\n`,
    );
    expect(problems).toEqual([]);
    expect(config?.conditions?.map((cell) => cell.config.model.chat.template)).toEqual(['alpaca', undefined]);
    expect(config?.conditions?.map((cell) => cell.config.model.sampling)).toEqual([theirs, theirs]);
  });

  it('when a level gives one of its keys, then the level wins', async () => {
    const { config, problems } = await loadText(
      `${on('scripted')}${discussions}compatibility: original
matrix: { factors: { warm: { no: {}, yes: { model_parameters.sampling.temperature: 1 } } } }\n`,
    );
    expect(problems).toEqual([]);
    const temperatures = config?.conditions?.map((cell) => cell.config.model.sampling.temperature);
    expect(temperatures).toEqual([0.2, 1]);
  });

  describe('with models', () => {
    const cast = `discussions: { files: ${files}, experiment_variables: { model: a } }\n`;
    const models = `models:
  a: { general: { library_type: llama_cpp, model_path: a.gguf } }
  b: { general: { library_type: openai, model_path: b, stop_strings: [] }, openai: { base_urls: ["http://127.0.0.1:9/v1"] }, sampling: { temperature: 1 } }\n`;

    it('when there is no model_parameters, then each of them gets what it does not give', async () => {
      const { config, problems, notices } = await loadText(`seed: 1\n${cast}${models}compatibility: original\n`);
      expect(problems).toEqual([]);
      const { a, b } = config?.models ?? {};
      expect(a).toMatchObject({ sampling: theirs, stopStrings: ['###', '\n\n', 'User'], chat: { template: 'alpaca' } });
      expect(b?.sampling).toEqual({ ...theirs, temperature: 1 });
      expect(b).not.toHaveProperty('stopStrings');
      expect(b?.chat).not.toHaveProperty('template');
      expect(notices.join()).toContain(
        'models.a.sampling.defaults: original (temperature 0.2, top_p 0.95, top_k 40, min_p 0.05, seed 42); models.b.sampling.defaults: original (temperature 1,',
      );
    });

    it('when there is, then they have the format of Alpaca too, and the rest from there', async () => {
      const { config, problems, notices } = await loadText(
        `${on('scripted')}${cast}${models}compatibility: original\n`,
      );
      expect(problems).toEqual([]);
      expect(config?.models?.['a']).toMatchObject({
        chat: { template: 'alpaca' },
        stopStrings: ['###', '\n\n', 'User'],
      });
      expect(config?.models?.['b']?.sampling).toEqual({ ...theirs, temperature: 1 });
      expect(notices.join()).toContain('models.a.general.chat_template: alpaca; discussions.');
    });

    it('when a level gives a model its strings, then they win there', async () => {
      const matrix = 'matrix: { factors: { ends: { theirs: {}, ours: { models.a.general.stop_strings: [END] } } } }\n';
      const { config, problems } = await loadText(`seed: 1\n${cast}${models}compatibility: original\n${matrix}`);
      expect(problems).toEqual([]);
      const strings = config?.conditions?.map((cell) => cell.config.models?.['a']?.stopStrings);
      expect(strings).toEqual([['###', '\n\n', 'User'], ['END']]);
    });
  });

  it('when it sets other keys in some conditions of a matrix, then the notice names them', async () => {
    const server = 'library_type: openai, model_path: m';
    const levels = `here: {}, there: { model_parameters: { general: { ${server} }, openai: { base_urls: ["http://127.0.0.1:9/v1"] } } }`;
    const matrix = `matrix: { factors: { engine: { ${levels} }, talk: { short: {}, long: { discussions.turn_taking.num_turns: 9 } } } }\n`;
    const { notices } = await loadText(`${on('llama_cpp')}${discussions}compatibility: original\n${matrix}`);
    expect(notices.join()).toMatch(
      /sets model_parameters\.general\.chat_template: alpaca in engine-here\.talk-short, engine-here\.talk-long; model_parameters\.general\.stop_strings: \[[^\]]*\]; model_parameters\.sampling/,
    );
  });

  it.each(['model_parameters: 3\n', `${on('scripted')}discussions: [1]\n`, on('scripted', ', sampling: warm')])(
    'when a section is no mapping, as in %j, then that is the problem',
    async (text) => {
      const { problems } = await loadText(`${text}compatibility: original\n`);
      expect(problems.map(({ code }) => code)).toEqual(['SYNDISCO_CONFIG_WRONG_TYPE']);
    },
  );
});

describe('sampling: original', () => {
  const rated =
    'annotation: { files: { annotator_persona_path: raters.json, instruction_path: rate.txt }, sampling: original }\n';

  it('when it is written for one of the two, then it is for this one', async () => {
    const { config, problems } = await loadText(`${on('scripted')}${rated}`);
    expect(problems).toEqual([]);
    expect(config?.annotation?.sampling).toEqual(theirs);
    expect(config?.model.sampling).toEqual({ temperature: 0.8, topP: 0.95 });
  });

  it('when the command line or a level changes a key below it, then the others stay as in the original', async () => {
    const matrix = 'matrix: { factors: { warm: { no: {}, yes: { model_parameters.sampling.temperature: 1 } } } }\n';
    await using folder = await townHallFolder({
      'town-hall.yml': `${on('scripted', ', sampling: original')}${discussions}${matrix}`,
    });
    const set = ['model_parameters.sampling.top_k=0'];
    const { config, problems } = await loadConfig('town-hall.yml', { set, cwd: folder.dir });
    expect(problems).toEqual([]);
    const { topK, ...left } = theirs;
    expect(topK).toBe(40);
    expect(config?.conditions?.map((cell) => cell.config.model.sampling)).toEqual([left, { ...left, temperature: 1 }]);
  });

  it('when a level is nothing but that, then it is the same in all its conditions, whatever the base has', async () => {
    const matrix =
      'matrix: { factors: { draw: { ours: {}, theirs: { model_parameters.sampling: original } }, talk: { short: {}, long: { discussions.turn_taking.num_turns: 9 } } } }\n';
    const { config, problems } = await loadText(
      `${on('scripted', ', sampling: { temperature: 1.5 }')}${discussions}${matrix}`,
    );
    expect(problems).toEqual([]);
    const temperatures = config?.conditions?.map((cell) => cell.config.model.sampling.temperature);
    expect(temperatures).toEqual([1.5, 1.5, 0.2, 0.2]);
  });

  it("when the model is a hub's, then the file beside it is not here, and the error says what to do", async () => {
    const { problems } = await loadText(
      'model_parameters: { general: { library_type: transformers, model_path: org/name }, sampling: original }\n',
    );
    expect(problems).toMatchObject([
      {
        code: 'SYNDISCO_CONFIG_CONTRADICTION',
        path: 'model_parameters.sampling.defaults',
        what: expect.stringContaining('"org/name" is no folder here') as string,
      },
    ]);
  });

  it('when our own penalty is given, then the one of generation_config.json is not asked for', async () => {
    await using folder = await townHallFolder({
      'town-hall.yml':
        'model_parameters: { general: { library_type: transformers, model_path: ./ }, sampling: { defaults: original, repeat_penalty: 1.1 } }\n',
      'generation_config.json': JSON.stringify({ do_sample: true, repetition_penalty: 1.1, bad_words_ids: [] }),
    });
    const { config, problems } = await loadConfig('town-hall.yml', { set: [], cwd: folder.dir });
    expect(problems).toEqual([]);
    expect(config?.model.sampling).toEqual({ temperature: 1, topP: 1, topK: 50, repeatPenalty: 1.1 });
    expect(config?.model.generationConfig?.path).toMatch(/generation_config\.json$/);
  });
});
