import { describe, expect, it } from 'vitest';
import type { ExperimentConfig } from '../../src/config/experiment-config.js';
import { inShort, loadText } from '../town-hall/load-text.js';

interface Written {
  engine?: string;
  kwargs: string;
  more?: string;
  matrix?: string;
}

const load = ({ engine = 'llama_cpp', kwargs, more = '', matrix = '' }: Written): ReturnType<typeof loadText> =>
  loadText(`experiment: town-hall
model_parameters:
  general: { library_type: ${engine}, model_path: weights, max_tokens: 100 }
  ${engine}: { ${engine === 'openai' ? 'base_urls: ["http://127.0.0.1:9/v1"], ' : ''}generation_kwargs: ${kwargs} }
${more}${matrix}`);

async function modelOf(written: Written): Promise<ExperimentConfig['model'] | undefined> {
  const { config, problems } = await load(written);
  expect(problems).toEqual([]);
  return config?.model;
}

describe('generation_kwargs', () => {
  it.each([
    [
      'llama_cpp',
      '{ temperature: 0.2, top_p: 0.9, top_k: 20, min_p: 0.1, repeat_penalty: 1.2, frequency_penalty: 0.3, presence_penalty: 0.4 }',
    ],
    [
      'openai',
      '{ temperature: 0.2, top_p: 0.9, top_k: 20, min_p: 0.1, repetition_penalty: 1.2, frequency_penalty: 0.3, presence_penalty: 0.4 }',
    ],
  ])('when options of %s are what sampling has, then they are the same as there', async (engine, kwargs) => {
    expect((await modelOf({ engine, kwargs }))?.sampling).toEqual({
      ...{ temperature: 0.2, topP: 0.9, topK: 20, minP: 0.1 },
      ...{ repeatPenalty: 1.2, frequencyPenalty: 0.3, presencePenalty: 0.4 },
    });
  });

  it("when they are Hugging Face's, then they are the same as ours, and what asks for nothing is dropped", async () => {
    const kwargs =
      '{ do_sample: true, num_beams: 1, no_repeat_ngram_size: 0, repetition_penalty: 1.1, typical_p: 1.0, max_length: null }';
    const model = await modelOf({ engine: 'transformers', kwargs });
    expect(model?.sampling).toMatchObject({ temperature: 0.8, repeatPenalty: 1.1 });
  });

  it('when max_tokens says the same, then both may stand, and other sections of engines are ignored', async () => {
    const more = '  transformers: { generation_kwargs: { num_beams: 4 } }\n';
    expect((await modelOf({ kwargs: '{ max_tokens: 100 }', more }))?.maxTokens).toBe(100);
  });

  it('when a server gets others, then they are in the body of its requests, under the rules of extra_body', async () => {
    const model = await modelOf({ engine: 'openai', kwargs: '{ reasoning_effort: low, no_repeat_ngram_size: 3 }' });
    expect(model?.options).toMatchObject({ extraBody: { reasoning_effort: 'low', no_repeat_ngram_size: 3 } });
    const { problems } = await load({ engine: 'openai', kwargs: '{ seed: 3 }' });
    expect(problems.map(inShort)).toEqual(['CONFIG_CONTRADICTION 4:72']);
    expect(problems[0]?.todo).toContain('Set seed instead');
  });

  it.each([
    [
      'mirostat is asked for',
      'llama_cpp',
      '{ mirostat_mode: 2 }',
      { at: 'CONFIG_CONTRADICTION 4:37', what: /mirostat_mode: 2/, todo: /temperature/ },
    ],
    [
      'beams are asked for',
      'transformers',
      '{ num_beams: 4 }',
      { at: 'CONFIG_CONTRADICTION 4:40', what: /num_beams: 4/, todo: /One reply/ },
    ],
    [
      'n-grams are blocked',
      'transformers',
      '{ no_repeat_ngram_size: 3 }',
      { at: 'CONFIG_CONTRADICTION 4:40', what: /no_repeat_ngram_size: 3/, todo: /repetition_penalty/ },
    ],
    [
      'nothing is to be drawn',
      'transformers',
      '{ do_sample: false }',
      { at: 'CONFIG_CONTRADICTION 4:40', what: /do_sample: false/, todo: /temperature to 0/ },
    ],
    [
      'a name is misspelt',
      'llama_cpp',
      '{ repeat_penality: 1.1 }',
      { at: 'CONFIG_UNKNOWN_KEY 4:37', what: /repeat_penality/, todo: /"repeat_penalty"/ },
    ],
    [
      'a name is of another library',
      'llama_cpp',
      '{ max_new_tokens: 9 }',
      { at: 'CONFIG_UNKNOWN_KEY 4:37', what: /max_new_tokens/, todo: /max_tokens/ },
    ],
    [
      'a value is out of range',
      'llama_cpp',
      '{ temperature: 7 }',
      { at: 'CONFIG_OUT_OF_RANGE 4:50', what: /./, todo: /./ },
    ],
    [
      'max_tokens says otherwise',
      'llama_cpp',
      '{ max_tokens: 90 }',
      {
        at: 'CONFIG_CONTRADICTION 4:37',
        what: /max_tokens to 90, but model_parameters\.general\.max_tokens is 100 .*:3:/,
        todo: /remove one/,
      },
    ],
    [
      'a stop string is given',
      'llama_cpp',
      '{ stop: [END] }',
      { at: 'CONFIG_CONTRADICTION 4:37', what: /stop/, todo: /model_parameters\.general\.stop_strings/ },
    ],
    [
      'stop strings are given',
      'transformers',
      '{ stop_strings: [END] }',
      { at: 'CONFIG_CONTRADICTION 4:40', what: /stop_strings/, todo: /model_parameters\.general\.stop_strings/ },
    ],
    [
      'a seed is given',
      'llama_cpp',
      '{ seed: 5 }',
      { at: 'CONFIG_CONTRADICTION 4:37', what: /seed: 5/, todo: /model_parameters\.sampling\.seed/ },
    ],
    ...(['max_new_tokens', 'MAX_TOKENS', 'maxTokens'] as const).map(
      (name): [string, string, string, { at: string; what: RegExp; todo: RegExp }] => [
        `a server is to get ${name}`,
        'openai',
        `{ ${name}: 9 }`,
        {
          at: 'CONFIG_CONTRADICTION 4:72',
          what: new RegExp(`^generation_kwargs cannot set "${name}"`),
          todo: /model_parameters\.general\.max_tokens/,
        },
      ],
    ),
    [
      'a server is to get Temperature',
      'openai',
      '{ Temperature: 1 }',
      {
        at: 'CONFIG_CONTRADICTION 4:72',
        what: /looks like temperature/,
        todo: /model_parameters\.sampling\.temperature/,
      },
    ],
    [
      'a body is in them',
      'openai',
      '{ extra_body: { top_a: 1 } }',
      { at: 'CONFIG_CONTRADICTION 4:72', what: /extra_body/, todo: /directly/ },
    ],
    ['it is no mapping', 'llama_cpp', '7', { at: 'CONFIG_WRONG_TYPE 4:35', what: /./, todo: /./ }],
  ])('when %s, then this is an error that says what to do', async (_, engine, kwargs, { at, what, todo }) => {
    const { problems } = await load({ engine, kwargs });
    expect(problems.map(inShort)).toEqual([at]);
    expect(problems[0]?.what).toMatch(what);
    expect(problems[0]?.todo).toMatch(todo);
  });

  it('when sampling says otherwise, then both are named', async () => {
    const more = '  sampling: { temperature: 0.7 }\n';
    const { problems } = await load({ kwargs: '{ temperature: 0.2 }', more });
    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(/temperature to 0\.2, but model_parameters\.sampling\.temperature is 0\.7 \(.*:5:28\)/),
    ]);
  });

  it('when a level sets or unsets them, then it overrides those of the base', async () => {
    const key = 'model_parameters.llama_cpp.generation_kwargs';
    const matrix = `matrix:
  factors:
    heat:
      base:
      hot: { ${key}.temperature: 1.5 }
      usual: { ${key}: null, model_parameters.sampling.temperature: 0.6 }
`;
    const { config, problems } = await load({ kwargs: '{ temperature: 0.2, top_k: 5 }', matrix });
    expect(problems).toEqual([]);
    expect(
      config?.conditions?.map(({ config: { model } }) => [model.sampling.temperature, model.sampling.topK]),
    ).toEqual([
      [0.2, 5],
      [1.5, 5],
      [0.6, 40],
    ]);
  });
});
