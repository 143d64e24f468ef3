import type { Request } from '../../backends/backend.js';
import type { ModelOf } from '../../config/engines/registry.js';
import { whereInConfig } from '../../config/config-positions.js';
import type { ExperimentConfig, ModelConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { RunnableJob } from '../../run/run-job.js';

/**
 * The requests of an annotation, which are independent of each other and of all others: it asks them all at once, every
 * comment with all its metrics in one. A job that would go on asking after their answers does not fit into a batch.
 */
export async function requestsOf(job: RunnableJob): Promise<readonly Request[]> {
  const first = (await job.start()).next([]);
  return first.done ? [] : first.value;
}

/** Throws if these annotations cannot be asked in a batch. */
export function refuseBatch(config: ExperimentConfig, jobs: readonly RunnableJob[]): void {
  for (const { models } of jobs) requireServer(config, models[0].config);
  if (config.annotation?.label !== 'expected') return;
  throw fail({
    code: 'SYNDISCO_LABELS_UNSCORED',
    what: 'label: expected needs the probability of every label, which a batch cannot ask for.',
    todo: 'Use label: draw or most_likely, or annotate online.',
    path: 'annotation.label',
    where: whereInConfig(config, 'annotation.label'),
  });
}

export function requireServer(config: ExperimentConfig, model: ModelConfig): ModelOf<'openai'> {
  if (model.engine === 'openai') return model;
  const path = 'model_parameters.general.library_type';
  throw fail({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    what: `A batch is for servers and providers, but the annotators' model ${model.name} runs on ${model.engine}.`,
    todo: 'Set library_type: openai, and model_path to the name by which the server or the provider knows the model.',
    path,
    where: whereInConfig(config, path),
  });
}
