import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { BackendLog } from '../backend-log.js';
import { modelProblem } from './check-gguf.js';

interface ContextSize {
  /** Replies at once plus prefixes of personas. */
  sequences: number;
  /** Of each sequence. */
  contextTokens: number;
  threads: number;
  cacheType: 'F32' | 'F16' | 'BF16' | 'Q8_0' | 'Q4_0';
  flashAttention: boolean | 'auto';
}

const batchTokens = 512;

/**
 * Opens a context. Without flash attention, a token's logits on a CPU do not depend on what else is in the batch or on
 * where the prompt was split, at no measurable cost; a GPU needs flash attention, and so does a quantized cache. Throws
 * SYNDISCO_MODEL_UNLOADABLE if there is not enough memory.
 */
export async function openContext(model: LlamaModel, size: ContextSize): Promise<LlamaContext> {
  const { sequences, contextTokens, threads, cacheType, flashAttention } = size;
  const isQuantized = cacheType.startsWith('Q');
  try {
    return await model.createContext({
      sequences,
      contextSize: contextTokens,
      batchSize: Math.max(batchTokens, sequences),
      threads,
      swaFullCache: true,
      flashAttention: flashAttention === 'auto' && model.gpuLayers === 0 ? isQuantized : flashAttention,
      // Experimental in node-llama-cpp; llama.cpp itself has had it for years.
      experimentalKvCacheKeyType: cacheType,
      experimentalKvCacheValueType: cacheType,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const what = `llama.cpp cannot open a context of ${sequences} sequences with ${contextTokens} tokens each: ${reason}`;
    const todo = 'Lower llama_cpp.parallel or general.ctx_width_tokens, or use a smaller model.';
    throw modelProblem('SYNDISCO_MODEL_UNLOADABLE', what, todo, cause);
  }
}

/** The requested context, limited to the one that the model was trained on. */
export function capContext(model: LlamaModel, asked: number, log: BackendLog): number {
  const trained = model.trainContextSize;
  if (asked <= trained) return asked;
  log('warn', `ctx_width_tokens: ${asked} is reduced to ${trained}, the context that the model was trained on`);
  return trained;
}
