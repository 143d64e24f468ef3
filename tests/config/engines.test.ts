import { describe, expect, it } from 'vitest';
import { loadText } from '../town-hall/load-text.js';

describe('the engine of a config', () => {
  it.each([
    [
      'llama_cpp',
      { gpuLayers: 9999999, parallel: 'auto', cacheType: 'F16', flashAttention: 'auto', thinkingTokens: 0 },
    ],
    ['transformers', { dtype: 'q8', parallel: 8 }],
    ['openai', { apiKeyEnv: 'OPENAI_API_KEY', maxInFlight: 256, timeoutMs: 240_000, giveUpAfterMs: 900_000 }],
    ['scripted', { slots: 16, words: { min: 5, max: 40 }, silence: 0, delayMs: 0 }],
  ])('when %s is the engine, then its options are there and those of no other', async (engine, options) => {
    const base_urls = "base_urls: ['http://localhost:8000/v1']";
    const sections = `llama_cpp: {}, transformers: {}, openai: { ${base_urls} }, scripted: {}`;
    const general = `general: { library_type: ${engine}, model_path: town.gguf }`;
    const { config, problems } = await loadText(`model_parameters: { ${general}, ${sections} }\n`);
    expect(problems).toEqual([]);
    expect(config?.model).toMatchObject({ engine, options });
    expect(Object.keys(config?.model ?? {}).filter((key) => /llama|transformers|openai|scripted/i.test(key))).toEqual(
      [],
    );
  });

  it.each([
    ['llama_cpp', '{ repeat_penalty: 1 }', undefined],
    ['openai', '{ repeat_penalty: 1 }', 1],
    ['openai', '{}', undefined],
  ])('when %s has the sampling %s, then its repetition penalty is %s', async (engine, sampling, penalty) => {
    const general = `general: { library_type: ${engine}, model_path: town.gguf }`;
    const { config } = await loadText(`model_parameters: { ${general}, sampling: ${sampling} }\n`);
    expect(config?.model.sampling.repeatPenalty).toBe(penalty);
  });

  it.each(['openai', './town.mjs'])(
    'when reproducible is asked of %s, then that is refused at its line',
    async (engine) => {
      const openai = "openai: { base_urls: ['http://localhost:8000/v1'] }";
      const general = `general: { library_type: ${engine}, reproducible: true }`;
      const { problems } = await loadText(`model_parameters: { ${general}, ${openai} }\n`);
      expect(problems).toMatchObject([
        { code: 'SYNDISCO_CONFIG_CONTRADICTION', path: 'model_parameters.general.reproducible' },
      ]);
    },
  );

  it.each([
    ['qwen2.5:7b', 'qwen2.5:7b'],
    ['org/chat', 'org/chat'],
    ['./chat', './chat'],
  ])('when openai gets the model path %s, then the servers are asked for %s', async (path, expected) => {
    const openai = "openai: { base_urls: ['http://localhost:8000/v1'] }";
    const general = `general: { library_type: openai, model_path: '${path}' }`;
    const { config } = await loadText(`model_parameters: { ${general}, ${openai} }\n`);
    expect(config?.model.path).toBe(expected);
  });

  it.each([
    ['model', 'model_parameters.general.model_path'],
    ['messages', 'instructions'],
    ['seed', 'seed'],
    ['max_tokens', 'model_parameters.general.max_tokens'],
    ['max_completion_tokens', 'model_parameters.general.max_tokens'],
    ['temperature', 'sampling.temperature'],
    ['top_p', 'sampling.top_p'],
    ['top_k', 'sampling.top_k'],
    ['min_p', 'sampling.min_p'],
    ['frequency_penalty', 'sampling.frequency_penalty'],
    ['presence_penalty', 'sampling.presence_penalty'],
    ['stop', 'model_parameters.general.stop_strings'],
    ['stream', 'Remove it'],
    ['n', 'Remove it'],
    ['response_format', 'annotation.metrics'],
    ['grammar', 'annotation.metrics'],
    ['chat_template_kwargs', 'model_parameters.general.template_variables'],
    ['chat_template', 'start the server with the template'],
    ['add_generation_prompt', 'Remove it'],
    ['continue_final_message', 'Remove it'],
    ['add_special_tokens', 'Remove it'],
    ['documents', 'instructions'],
    ['tools', 'instructions'],
  ])(
    'when extra_body sets %s, then it is refused at its place, and the message says what to set',
    async (key, todo) => {
      const text = `model_parameters:
  general: { library_type: openai }
  openai:
    base_urls: ['http://localhost:8000/v1']
    extra_body: { cache_salt: x, ${key}: 4711 }
`;
      const { problems } = await loadText(text);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({
        code: 'SYNDISCO_CONFIG_CONTRADICTION',
        path: `model_parameters.openai.extra_body.${key}`,
        where: { line: 5, column: 34 },
      });
      expect(problems[0]?.todo).toContain(todo);
      expect(JSON.stringify(problems)).not.toContain('4711');
    },
  );

  it('when extra_body sets what the server alone knows, then it is sent', async () => {
    const openai = "openai: { base_urls: ['http://localhost:8000/v1'], extra_body: { reasoning: { model: x } } }";
    const { config, problems } = await loadText(`model_parameters: { general: { library_type: openai }, ${openai} }\n`);
    expect(problems).toEqual([]);
    expect(config?.model.options).toMatchObject({ extraBody: { reasoning: { model: 'x' } } });
  });

  it('when template_variables are set for an engine without a chat template, then they are refused', async () => {
    const general = 'general: { library_type: scripted, template_variables: { town: Kiel } }';
    const { problems } = await loadText(`model_parameters: { ${general} }\n`);
    expect(problems).toMatchObject([
      { code: 'SYNDISCO_CONFIG_CONTRADICTION', path: 'model_parameters.general.template_variables' },
    ]);
  });

  it.each(['.nan', '.inf', '-.inf'])(
    'when a template variable is %s, then it is refused at its place',
    async (value) => {
      const variables = `template_variables: { town: { streets: [3, ${value}] } }`;
      const general = `general: { library_type: llama_cpp, model_path: town.gguf, ${variables} }`;
      const { problems } = await loadText(`model_parameters: { ${general} }\n`);
      expect(problems).toMatchObject([{ path: 'model_parameters.general.template_variables.town.streets.1' }]);
    },
  );

  it.each([
    ['26 Jul 2024', true],
    ['26 july 2024', true],
    ['1 Sep 2024', true],
    ['26 Jule 2024', false],
    ['26 Sept 2024', false],
    ['26 Jun. 2024', false],
    ['31 Jun 2024', false],
  ])('when date_string is %s, then it is a date: %s', async (date, isDate) => {
    const general = `general: { library_type: llama_cpp, model_path: town.gguf, template_variables: { date_string: ${date} } }`;
    const { problems } = await loadText(`model_parameters: { ${general} }\n`);
    expect(problems).toHaveLength(isDate ? 0 : 1);
  });

  it('when gpu_layers is -1, then it is all layers', async () => {
    const general = 'general: { library_type: llama_cpp, model_path: town.gguf }';
    const { config } = await loadText(`model_parameters: { ${general}, llama_cpp: { gpu_layers: -1, parallel: 4 } }\n`);
    expect(config?.model.options).toMatchObject({ gpuLayers: 9999999, parallel: 4 });
  });
});
