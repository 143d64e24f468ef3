import type { ConditionConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { PlanLine } from './job.js';

/** The conditions of the matrix; without a matrix, a single condition named after the experiment. */
export function conditionsOf(config: ExperimentConfig): readonly ConditionConfig[] {
  return config.conditions ?? [{ name: config.name, factors: {}, config }];
}

/** The config that a job was planned from: of a discussion its condition's, of an annotation the experiment's. */
export function configOf({ fields }: PlanLine, config: ExperimentConfig): ExperimentConfig {
  return config.conditions?.find(({ name }) => name === fields['condition'])?.config ?? config;
}
