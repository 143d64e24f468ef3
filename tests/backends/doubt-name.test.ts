import { describe, expect, it } from 'vitest';
import { doubtName } from '../../src/backends/doubt-name.js';

const otherSize = 'it is a model of another size';
const nothing = 'the two names have nothing in common';

const fitting: [pseudonym: string, ...ownNames: string[]][] = [
  ['mistral-7b', 'mistral-7b-instruct-v0.3.Q8_0.gguf'],
  ['llama-8b', 'Meta-Llama-3.1-8B-Instruct-Q5_K_M.gguf', 'Meta Llama 3.1 8B Instruct'],
  ['llama3-70b', 'Llama-3.3-70B-Instruct-IQ4_XS.gguf'],
  ['llama70b', 'Llama-3.3-70B-Instruct-IQ4_XS.gguf'],
  ['LLAMA 70B', 'meta-llama/Llama-3.3-70B-Instruct'],
  ['qwen', 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['qwen-7b', 'Qwen2.5-7B-Instruct-1M-Q4_K_M.gguf'],
  ['qwen-7b', 'qwen2.gguf', 'Qwen2', '7.6B'],
  ['qwen3-30b', 'Qwen3-30B-A3B-Q4_K_M.gguf'],
  ['mixtral-8x7b', 'mixtral-8x7b-instruct-v0.1.Q4_K_M.gguf'],
  ['mixtral-7b', 'mixtral-8x7b-instruct-v0.1.Q4_K_M.gguf'],
  ['phi', 'Phi-3-mini-4k-instruct-q4.gguf'],
  ['phi-4b', 'Phi-3.5-mini-instruct-Q4_K_M.gguf', '3.8B'],
  ['smollm', 'SmolLM2-135M-Instruct-Q8_0.gguf'],
  ['smollm-0.135b', 'SmolLM2-135M-Instruct-Q8_0.gguf'],
  ['llama', 'tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf'],
  ['llama-1b', 'tinyllama-1.1b-chat-v1.0.Q4_K_M.gguf'],
  ['gpt-oss-20b', 'openai/gpt-oss-20b'],
  ['dolphin-llama', 'dolphin-2.9-llama3-8b.Q4_K_M.gguf'],
  ['demo', 'syndisco-demo-q8_0.gguf', 'syndisco-demo'],
  ['syndisco-demo-onnx', 'examples/models/syndisco-demo-onnx'],
  ['通义-7b', '通义千问-7B'],
];

const anonymous: [pseudonym: string, ...ownNames: string[]][] = [
  ['model-a', 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['M1', 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['small', 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['7b', 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['l3-8b', 'Meta-Llama-3.1-8B-Instruct.Q8_0.gguf'],
  ['llama-70b', 'model-q4_k_m.gguf'],
  ['llama-70b', 'ggml-model-f16.gguf', 'models'],
  ['llama-70b', 'default'],
  ['llama-70b', 'snapshots/0e9e39f249a16976918f6564b8830bc894c89659'],
  ['llama-70b', ''],
  ['llama-70b'],
];

const doubtful: [pseudonym: string, doubt: string, ...ownNames: string[]][] = [
  ['llama-70b', otherSize, 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['llama-70b', otherSize, 'Meta-Llama-3.1-8B-Instruct-Q5_K_M.gguf'],
  ['llama70b', otherSize, 'Meta-Llama-3.1-8B-Instruct-Q5_K_M.gguf'],
  ['llama-8b', otherSize, 'llama.gguf', 'Llama 3.3', '70B'],
  ['70b', otherSize, 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['qwen3-32b', otherSize, 'Qwen3-30B-A3B-Q4_K_M.gguf'],
  ['qwen-0.5b', otherSize, 'Qwen3-0.6B-Q8_0.gguf'],
  ['smollm-360m', otherSize, 'SmolLM2-135M-Instruct-Q8_0.gguf'],
  ['llama-7b', nothing, 'Qwen2.5-7B-Instruct-Q4_K_M.gguf'],
  ['mistral', nothing, 'mixtral-8x7b-instruct-v0.1.Q4_K_M.gguf'],
  ['llama-instruct', nothing, 'Qwen2.5-Instruct-Q4_K_M.gguf'],
  ['syndisco-demo', nothing, 'Qwen2.5-7B-Instruct-Q4_K_M.gguf', 'Qwen2.5 7B Instruct'],
  ['llama-70b', nothing, 'syndisco-demo-q8_0.gguf', 'syndisco-demo'],
];

describe('a pseudonym beside the names of its model', () => {
  it.each(fitting)('when %s stands for %s, then there is no doubt', (pseudonym, ...ownNames) => {
    expect(doubtName(pseudonym, ownNames)).toBeUndefined();
  });

  it.each(anonymous)('when %s or %s says nothing about a model, then there is no doubt', (pseudonym, ...ownNames) => {
    expect(doubtName(pseudonym, ownNames)).toBeUndefined();
  });

  it.each(doubtful)('when %s stands for another model, then it says that %s: %s', (pseudonym, doubt, ...ownNames) => {
    expect(doubtName(pseudonym, ownNames)).toBe(doubt);
  });
});
