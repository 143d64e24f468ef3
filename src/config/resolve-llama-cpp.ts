import type { ConfigReading } from './config-reading.js';
import type { LlamaCppOptions } from './experiment-config.js';
import { withDefaults } from './with-defaults.js';

const section = ['model_parameters', 'llama_cpp'];
const allLayers = 9_999_999;
const cacheTypes = { f16: 'F16', f32: 'F32', bf16: 'BF16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

export function resolveLlamaCpp(
  reading: ConfigReading,
  tokens: { max_tokens: number; ctx_width_tokens: number },
): LlamaCppOptions {
  const options = withDefaults(section, reading.given.model_parameters?.llama_cpp, ['inference_threads']);
  const { inference_threads: inferenceThreads, gpu_layers: gpuLayers, kv_cache_type: cacheType } = options;
  const { flash_attention: flashAttention, thinking_tokens: thinkingTokens } = options;
  if (cacheType.startsWith('q') && flashAttention === false) {
    const what = `flash_attention is false, and kv_cache_type ${cacheType} needs it.`;
    reading.reportContradiction([...section, 'flash_attention'], what, 'Leave flash_attention out, or use f16.');
  }
  if (thinkingTokens > 0 && thinkingTokens + tokens.max_tokens >= tokens.ctx_width_tokens) {
    const what = `thinking_tokens is ${thinkingTokens}, which with max_tokens leaves no room for a prompt: ctx_width_tokens is ${tokens.ctx_width_tokens}.`;
    reading.reportContradiction(
      [...section, 'thinking_tokens'],
      what,
      'Raise ctx_width_tokens or lower thinking_tokens.',
    );
  }
  return {
    ...(inferenceThreads !== undefined && { inferenceThreads }),
    // llama.cpp's own users write -1 for all.
    gpuLayers: gpuLayers === -1 ? allLayers : gpuLayers,
    parallel: options.parallel,
    prefixSlots: options.prefix_slots,
    cacheType: cacheTypes[cacheType],
    flashAttention,
    thinkingTokens,
  };
}
