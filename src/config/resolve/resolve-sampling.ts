import type { ConfigReading } from '../config-reading.js';
import { engineOf } from '../engines/registry.js';
import type { ModelConfig } from '../experiment-config.js';
import { withDefaults } from './with-defaults.js';

/**
 * llama.cpp's own default. Without a limit, `top_p` has to sort the whole vocabulary for every token, which takes longer
 * on a CPU than generating the token takes on a GPU.
 */
const usualTopK = 40;

/** Engines that sample outside this program have their own defaults. */
export function resolveSampling(reading: ConfigReading, model: Pick<ModelConfig, 'engine'>): ModelConfig['sampling'] {
  const path = ['model_parameters', 'sampling'];
  const sampling = withDefaults(path, reading.given.model_parameters?.sampling, ['top_k', 'min_p']);
  const { temperature, top_p: topP, min_p: minP } = sampling;
  const topK = sampling.top_k ?? (engineOf(model).drawsHere ? usualTopK : 0);
  return { temperature, topP, ...(topK > 0 && { topK }), ...(minP !== undefined && { minP }) };
}
