import type { ConditionConfig, ExperimentConfig } from '../config/experiment-config.js';

/** The cells of the matrix; without one, the experiment as its only condition, named after it. */
export function conditionsOf(config: ExperimentConfig): readonly ConditionConfig[] {
  return config.conditions ?? [{ name: config.name, factors: {}, config }];
}
