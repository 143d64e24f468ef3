import type { ExperimentConfig } from '../../config/experiment-config.js';
import { loadConfig } from '../../config/load-config.js';
import { modelNamed, modelsIn } from '../../config/model-named.js';
import { throwIfAny } from '../../errors.js';
import { parseHubUri, type HubUri } from '../../models/hub-uri.js';
import type { ExperimentSource } from '../open-experiment.js';

/** The models that a config names on the hub and that are not on this machine yet, each once. */
export async function hubModelsOf({ config: file, set = [] }: ExperimentSource): Promise<HubUri[]> {
  const { config, problems } = await loadConfig(file, { set, cwd: process.cwd() });
  throwIfAny(problems);
  const paths = config ? new Set([config, ...partsOf(config)].flatMap(pathsIn)) : [];
  return [...paths].flatMap((path) => parseHubUri(path) ?? []);
}

function partsOf({ conditions = [], annotationSets = [] }: ExperimentConfig): ExperimentConfig[] {
  return [...conditions, ...annotationSets].map(({ config }) => config);
}

function pathsIn(config: ExperimentConfig): string[] {
  const names = modelsIn(config, { discussions: true, annotation: true });
  return [...names].map((name) => modelNamed(config, name).path);
}
