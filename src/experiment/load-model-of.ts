import { addressError } from '../address-problem.js';
import type { Backend } from '../backends/backend.js';
import type { BackendLog } from '../backends/backend-log.js';
import { loadBackend } from '../backends/load-backend.js';
import { whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';

/** Loads models of a config; an error names the model's own section, at its line. */
export function loadModelOf(config: ExperimentConfig, say: BackendLog): (model: ModelConfig) => Promise<Backend> {
  return async (model) => {
    try {
      return await loadBackend(model, say);
    } catch (error) {
      const { owner, name } = findModel(config, model);
      throw addressError(error, name, (path) => whereInConfig(owner, path));
    }
  };
}

/** In the config itself, or in that of a condition or of an annotation set. */
function findModel(config: ExperimentConfig, model: ModelConfig): { owner: ExperimentConfig; name?: string } {
  const cells = [...(config.conditions ?? []), ...(config.annotationSets ?? [])].map((cell) => cell.config);
  for (const owner of [config, ...cells]) {
    if (owner.model === model) return { owner };
    const [name] = Object.entries(owner.models ?? {}).find(([, one]) => one === model) ?? [];
    if (name !== undefined) return { owner, name };
  }
  return { owner: config };
}
