import { resolve } from 'node:path';
import type { Backend } from '../backends/backend.js';
import { loadBackend } from '../backends/load-backend.js';
import { openModule } from '../backends/module-backend/load-module-backend.js';
import { loadConfig } from '../config/load-config.js';
import type { ModelConfig } from '../config/experiment-config.js';
import type { ConfigFile, GeneralModelSection, ModelSection } from '../generated/config.js';
import { InputReading } from '../inputs/input-reading.js';
import { checkModel } from '../inputs/check-model.js';
import { schemaAt } from '../source/schemas.js';
import { suggest } from '../source/suggest.js';
import { camelCase, inSnakeCase } from './camel-case.js';
import {
  inConfig,
  isObject,
  optional,
  optionsOf,
  refuseFaults,
  required,
  wrongType,
  type Check,
} from './checks/check.js';
import { ownBackendPath, speakingOfOptions, throwInOptionWords } from './in-option-words.js';

/** A model with the section of the config that describes it. */
export interface LoadedModel {
  parameters: ModelSection;
  config: ModelConfig;
  backend: Backend;
}

type Engine = Exclude<keyof ModelSection, 'general' | 'sampling'>;

/** Loads a model as a config with these options would. */
export async function loadModel(engine: Engine, options: object): Promise<LoadedModel> {
  refuseFaults(options, modelOptions(engine), '');
  const parameters = describeModel(engine, options);
  const config = await resolveModel(parameters);
  return { parameters, config, backend: await speakingOfOptions(() => loadBackend(config, () => undefined)) };
}

export async function loadOwnModel(own: object, options: object): Promise<LoadedModel> {
  refuseFaults(own, ownBackend, 'backend');
  refuseFaults(options, modelOptions(ownBackendPath), '');
  const parameters = describeModel(ownBackendPath, options);
  const config = await resolveModel(parameters);
  return {
    parameters,
    config,
    backend: await speakingOfOptions(() => Promise.resolve().then(() => openModule(own, config, null))),
  };
}

/** Options of a model are checked as keys of a config; they only have to be known, and data. */
function modelOptions(engine: string): Check {
  const own = Object.keys(schemaAt('config', ['model_parameters', engine])?.properties ?? {});
  const keys = [...Object.keys(general).filter((key) => key !== 'library_type'), ...own];
  const checks = keys.map((key) => [camelCase(key), inConfig] as const);
  return optionsOf({ ...Object.fromEntries(checks), sampling: optional(plainObject) }, suggest);
}

const plainObject: Check = (value, path) =>
  isObject(value) ? inConfig(value, path) : [wrongType(value, path, 'an object')];

const ownBackend: Check = (value, path) => {
  if (!isObject(value)) return [wrongType(value, path, 'an object with generate(request, signal)')];
  return required((one) => typeof one === 'function', 'a function')(value['generate'], `${path}.generate`);
};

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
  throwInOptionWords(problems);
  if (!config) throw new Error('no config and no problem');
  const reading = new InputReading(config, undefined, undefined, new Map([[resolve(ownBackendPath), '']]));
  await checkModel(reading);
  throwInOptionWords(reading.problems);
  return config.model;
}
