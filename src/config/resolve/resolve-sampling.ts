import type { ConfigReading } from '../config-reading.js';
import { engineOf } from '../engines/registry.js';
import type { ModelConfig } from '../experiment-config.js';
import { withDefaults } from './with-defaults.js';

/**
 * llama.cpp's own default. Without a limit `top_p` has to sort the whole vocabulary for every token, which takes a CPU
 * longer than a GPU takes for the token itself.
 */
const usualTopK = 40;

/** Engines that do not draw here have defaults of their own. */
export function resolveSampling(reading: ConfigReading, model: Pick<ModelConfig, 'engine'>): ModelConfig['sampling'] {
  const path = ['model_parameters', 'sampling'];
  const sampling = withDefaults(path, reading.given.model_parameters?.sampling, ['top_k', 'min_p']);
  const { temperature, top_p: topP, min_p: minP } = sampling;
  const topK = sampling.top_k ?? (engineOf(model).drawsHere ? usualTopK : 0);
  return { temperature, topP, ...(topK > 0 && { topK }), ...(minP !== undefined && { minP }) };
}
