import { fileURLToPath } from 'node:url';
import type { Request } from '../../src/backends/backend.js';
import type { LlamaCppOptions } from '../../src/config/engines/llama-cpp.js';
import type { OpenaiOptions } from '../../src/config/engines/openai.js';
import type { ModelOf } from '../../src/config/engines/registry.js';
import type { ModelConfig } from '../../src/config/experiment-config.js';

export const demoGguf = examplePath('models/syndisco-demo-q8_0.gguf');
export const demoOnnx = examplePath('models/syndisco-demo-onnx');
export const echoBackend = examplePath('backends/echo-backend.mjs');

type EngineName = 'llama_cpp' | 'transformers' | 'openai' | 'scripted';

/** A model's config as the config room would hand it over; of a module's path, and of a name that is no engine's, without options. */
export function modelConfig<Name extends EngineName>(
  engine: Name,
  path: string,
  overrides?: Partial<ModelOf<Name>>,
): ModelOf<Name>;
export function modelConfig(engine: string, path: string): ModelConfig;
export function modelConfig(engine: string, path: string, overrides: object = {}): ModelConfig {
  const config = {
    engine,
    path,
    name: 'town-hall-demo',
    maxTokens: 80,
    contextTokens: 512,
    disallowedStrings: [],
    sampling: { temperature: 0.7, topP: 0.9 },
    chat: { variables: { date_string: '26 Jul 2024' }, date: '2024-07-26' },
    options: optionsOf(engine),
    ...overrides,
  };
  return config as ModelConfig;
}

function optionsOf(engine: string): object {
  const options: Readonly<Record<string, object>> = {
    llama_cpp: llamaCppOptions(),
    transformers: { dtype: 'q8', parallel: 4 },
    openai: openaiOptions(),
    scripted: { slots: 8, words: { min: 12, max: 30 }, silence: 0, delayMs: 2 },
  };
  return options[engine] ?? {};
}

export function openaiOptions(overrides: Partial<OpenaiOptions> = {}): OpenaiOptions {
  const limits = { maxInFlight: 64, timeoutMs: 10_000, giveUpAfterMs: 10_000 };
  return { baseUrls: [], apiKeyEnv: 'TOWN_HALL_KEY', extraBody: {}, ...limits, ...overrides };
}

export function llamaCppOptions(overrides: Partial<LlamaCppOptions> = {}): LlamaCppOptions {
  const defaults = { cacheType: 'F16', flashAttention: 'auto', thinkingTokens: 0 } as const;
  return { gpuLayers: 0, parallel: 4, prefixSlots: 'auto', ...defaults, ...overrides };
}

/** Anna's turn in a debate about free buses. */
export function busRequest(overrides: Partial<Request> = {}): Request {
  return {
    key: { index: 2, try: 0 },
    order: [0, 2],
    system:
      'You are taking part in an online town hall. Your name is anna. Your traits: username: anna, age: 44, current_employment: Nurse, personality_characteristics: calm Your instructions: Write one short comment. Stay on topic and answer the others.',
    opening: '',
    history: [
      'User petra posted:\nThe city should make all buses free.',
      'User ivan posted:\n@petra I am not convinced. Somebody pays for the diesel.',
    ],
    closing: 'User anna posted:',
    sampling: { temperature: 0.7, topP: 0.9, seed: 7 },
    maxTokens: 60,
    stop: [],
    ...overrides,
  };
}

export function seeded(seed: number): Pick<Request, 'sampling'> {
  return { sampling: { temperature: 0.7, topP: 0.9, seed } };
}

/** A signal that never aborts. */
export const unhurried = new AbortController().signal;

function examplePath(path: string): string {
  return fileURLToPath(new URL(`../../examples/${path}`, import.meta.url));
}
