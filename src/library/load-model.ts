import { resolve } from 'node:path';
import type { Backend } from '../backends/backend.js';
import { loadBackend } from '../backends/load-backend.js';
import { openModule } from '../backends/module-backend/load-module-backend.js';
import { loadConfig } from '../config/load-config.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { throwIfAny } from '../errors.js';
import type { ConfigFile, GeneralModelSection, ModelSection } from '../generated/config.js';
import { InputReading } from '../inputs/input-reading.js';
import { checkModel } from '../inputs/check-model.js';
import { inSnakeCase } from './camel-case.js';
import { withoutPositions } from './without-positions.js';

/** A model with the section of the config that describes it. */
export interface LoadedModel {
  parameters: ModelSection;
  config: ModelConfig;
  backend: Backend;
}

type Engine = Exclude<keyof ModelSection, 'general' | 'sampling'>;

/** The name under which a plan has a backend that is no file. */
export const ownBackendPath = './own-backend.mjs';

/** Loads a model as a config with these options would. */
export async function loadModel(engine: Engine, options: object): Promise<LoadedModel> {
  const parameters = describeModel(engine, options);
  const config = await resolveModel(parameters);
  return { parameters, config, backend: await loadBackend(config, () => undefined) };
}

export async function loadOwnModel(own: object, options: object): Promise<LoadedModel> {
  const parameters = describeModel(ownBackendPath, options);
  const config = await resolveModel(parameters);
  return { parameters, config, backend: openModule(own, config, null) };
}

/** Complete, or it does not compile. */
const general: Record<keyof GeneralModelSection, true> = {
  library_type: true,
  model_path: true,
  model_pseudoname: true,
  max_tokens: true,
  ctx_width_tokens: true,
  disallowed_strings: true,
  stop_strings: true,
  chat_template: true,
  template_variables: true,
  reproducible: true,
};

function describeModel(engine: string, { sampling, ...options }: { sampling?: object }): ModelSection {
  const entries = Object.entries(inSnakeCase<Record<string, unknown>>(options));
  const isGeneral = ([key]: readonly [string, unknown]): boolean => Object.hasOwn(general, key);
  const own = entries.filter((entry) => !isGeneral(entry));
  return {
    general: { ...Object.fromEntries(entries.filter(isGeneral)), library_type: engine },
    ...(own.length > 0 && { [engine]: Object.fromEntries(own) }),
    ...(sampling && { sampling: inSnakeCase(sampling) }),
  };
}

/** The checks and defaults of a config with this model. */
async function resolveModel(parameters: ModelSection): Promise<ModelConfig> {
  const file: ConfigFile = { experiment: 'model', model_parameters: parameters };
  const { config, problems } = await loadConfig('options.json', {
    set: [],
    cwd: process.cwd(),
    text: JSON.stringify(file),
  });
  throwIfAny(withoutPositions(problems));
  if (!config) throw new Error('no config and no problem');
  const reading = new InputReading(config, undefined, undefined, new Map([[resolve(ownBackendPath), '']]));
  await checkModel(reading);
  throwIfAny(withoutPositions(reading.problems));
  return config.model;
}
