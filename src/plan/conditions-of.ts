import type { ConditionConfig, ExperimentConfig } from '../config/experiment-config.js';

/** The conditions of the matrix; without a matrix, a single condition named after the experiment. */
export function conditionsOf(config: ExperimentConfig): readonly ConditionConfig[] {
  return config.conditions ?? [{ name: config.name, factors: {}, config }];
}
