import type { ConfigReading } from '../config-reading.js';
import { withDefaults } from '../resolve/with-defaults.js';
import { llamaOptions } from './generation-options.js';
import type { Engine, TokenLimits } from './engine.js';

/** Options of the `llama_cpp` engine. */
export interface LlamaCppOptions {
  /** Maximum number of threads. */
  inferenceThreads?: number;
  gpuLayers: number;
  /** Number of parallel completions. */
  parallel: number | 'auto';
  /** Number of personas whose evaluated prompt prefix stays in memory. */
  prefixSlots: number | 'auto';
  cacheType: 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0';
  flashAttention: boolean | 'auto';
  thinkingTokens: number;
}

/** Runs GGUF files with llama.cpp. */
export const llamaCpp: Engine<'llama_cpp', LlamaCppOptions> = {
  modelPath: 'file',
  neededPath: 'the path of a GGUF file',
  drawsHere: true,
  rendersHere: true,
  scoresLabels: true,
  repeats: 'on request',
  generationOptions: llamaOptions,
  resolve: (reading, tokens) => ({ engine: 'llama_cpp', options: resolveOptions(reading, tokens) }),
  parallel: ({ parallel }) => parallel,
  reservedTokens: ({ thinkingTokens }) => thinkingTokens,
  identity: ({ cacheType, thinkingTokens }) => ({
    'model_parameters.llama_cpp.kv_cache_type': cacheType.toLowerCase(),
    'model_parameters.llama_cpp.thinking_tokens': thinkingTokens,
  }),
};

const section = ['model_parameters', 'llama_cpp'];
const allLayers = 9_999_999;
const cacheTypes = { f16: 'F16', f32: 'F32', bf16: 'BF16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

function resolveOptions(reading: ConfigReading, tokens: TokenLimits): LlamaCppOptions {
  const options = withDefaults(section, reading.given.model_parameters?.llama_cpp, ['inference_threads']);
  const { inference_threads: inferenceThreads, gpu_layers: gpuLayers, kv_cache_type: cacheType } = options;
  const { flash_attention: flashAttention, thinking_tokens: thinkingTokens } = options;
  if (cacheType.startsWith('q') && flashAttention === false) {
    const what = `flash_attention is false, but kv_cache_type ${cacheType} requires it.`;
    reading.reportContradiction([...section, 'flash_attention'], what, 'Remove flash_attention, or use f16.');
  }
  checkThinking(reading, thinkingTokens, tokens);
  return {
    ...(inferenceThreads !== undefined && { inferenceThreads }),
    // -1 is llama.cpp's own spelling of "all layers".
    gpuLayers: gpuLayers === -1 ? allLayers : gpuLayers,
    parallel: options.parallel,
    prefixSlots: options.prefix_slots,
    cacheType: cacheTypes[cacheType],
    flashAttention,
    thinkingTokens,
  };
}

function checkThinking(reading: ConfigReading, thinkingTokens: number, tokens: TokenLimits): void {
  if (thinkingTokens === 0 || thinkingTokens + tokens.max_tokens < tokens.ctx_width_tokens) return;
  const what = `thinking_tokens (${thinkingTokens}) and max_tokens leave no room for the prompt: ctx_width_tokens is ${tokens.ctx_width_tokens}.`;
  const todo = 'Raise ctx_width_tokens or lower thinking_tokens.';
  reading.reportContradiction([...section, 'thinking_tokens'], what, todo);
}
