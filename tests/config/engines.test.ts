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
    ['qwen2.5:7b', 'qwen2.5:7b'],
    ['org/chat', 'org/chat'],
    ['./chat', './chat'],
  ])('when openai gets the model path %s, then the servers are asked for %s', async (path, expected) => {
    const openai = "openai: { base_urls: ['http://localhost:8000/v1'] }";
    const general = `general: { library_type: openai, model_path: '${path}' }`;
    const { config } = await loadText(`model_parameters: { ${general}, ${openai} }\n`);
    expect(config?.model.path).toBe(expected);
  });

  it('when gpu_layers is -1, then it is all layers', async () => {
    const general = 'general: { library_type: llama_cpp, model_path: town.gguf }';
    const { config } = await loadText(`model_parameters: { ${general}, llama_cpp: { gpu_layers: -1, parallel: 4 } }\n`);
    expect(config?.model.options).toMatchObject({ gpuLayers: 9999999, parallel: 4 });
  });
});
