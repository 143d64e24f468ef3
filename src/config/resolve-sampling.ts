import type { ConfigReading } from './config-reading.js';
import type { ModelConfig } from './experiment-config.js';
import { withDefaults } from './with-defaults.js';

export function resolveSampling(reading: ConfigReading): ModelConfig['sampling'] {
  const path = ['model_parameters', 'sampling'];
  const sampling = withDefaults(path, reading.given.model_parameters?.sampling, ['top_k', 'min_p']);
  const { temperature, top_p: topP, top_k: topK, min_p: minP } = sampling;
  return { temperature, topP, ...(topK !== undefined && { topK }), ...(minP !== undefined && { minP }) };
}
