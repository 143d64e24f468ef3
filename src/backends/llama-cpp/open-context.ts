import type { LlamaContext, LlamaModel } from 'node-llama-cpp';
import type { BackendLog } from '../backend-log.js';
import { modelProblem } from './check-gguf.js';

interface ContextSize {
  slots: number;
  /** Of each slot. */
  contextTokens: number;
  threads: number;
}

const batchTokens = 512;

/**
 * A context of `slots` sequences. Without flash attention a CPU computes a token's logits alike whatever else is in the
 * batch and wherever the prompt was split, at no measurable cost; a GPU needs it.
 * Throws SYNDISCO_MODEL_UNLOADABLE when there is not enough memory for it.
 */
export async function openContext(
  model: LlamaModel,
  { slots, contextTokens, threads }: ContextSize,
): Promise<LlamaContext> {
  try {
    return await model.createContext({
      sequences: slots,
      contextSize: contextTokens,
      batchSize: Math.max(batchTokens, slots),
      threads,
      swaFullCache: true,
      flashAttention: model.gpuLayers > 0 ? 'auto' : false,
    });
  } catch (cause) {
    const what = `there is not enough memory for ${slots} replies at once with a context of ${contextTokens} tokens each`;
    const todo = 'lower llama_cpp.parallel or general.ctx_width_tokens, or use a smaller model';
    throw modelProblem('SYNDISCO_MODEL_UNLOADABLE', what, todo, cause);
  }
}

/** The context that was asked for, or the one that the model was trained on if that is smaller. */
export function capContext(model: LlamaModel, asked: number, log: BackendLog): number {
  const trained = model.trainContextSize;
  if (asked <= trained) return asked;
  log('warn', `ctx_width_tokens: ${asked} is cut to ${trained}, the context that the model was trained on`);
  return trained;
}
