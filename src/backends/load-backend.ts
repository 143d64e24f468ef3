import { isAbsolute } from 'node:path';
import type { ModelConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import type { Backend } from './backend.js';
import type { BackendLog } from './backend-log.js';
import { doubtName } from './doubt-name.js';

/** The one shape of an engine: a model's config in, a ready backend out, or a `SyndiscoError`. */
type LoadEngine = (model: ModelConfig, log: BackendLog) => Promise<Backend>;

/** One line per engine; its module is imported only when a config asks for it. */
const engines = new Map<string, () => Promise<LoadEngine>>([
  ['llama_cpp', async () => (await import('./llama-cpp/load-llama-cpp.js')).loadLlamaCpp],
  ['transformers', async () => (await import('./transformers/load-transformers.js')).loadTransformers],
  ['openai', async () => (await import('./openai/load-openai.js')).loadOpenai],
  ['scripted', async () => (await import('./scripted/load-scripted.js')).loadScripted],
]);

/** The backend that a config's `library_type` names; an absolute path is a user's own backend module. */
export async function loadBackend(model: ModelConfig, log: BackendLog): Promise<Backend> {
  const loadEngine = await findEngine(model.engine);
  const backend = await loadEngine(model, log);
  warnOfName(model, backend, log);
  return backend;
}

/** A pseudonym left over from another config would stand in every row of the data set. */
function warnOfName({ name }: ModelConfig, { ownNames = [] }: Backend, log: BackendLog): void {
  const doubt = doubtName(name, ownNames);
  if (doubt === undefined) return;
  const own = [...new Set(ownNames)].filter((one) => one !== '').join(', ');
  const todo =
    'if model_pseudoname is left over from another config, correct it: it stands in every row of the data set';
  log('warn', `the model is called "${name}" in the config and ${own} where it comes from; ${doubt}: ${todo}`);
}

async function findEngine(name: string): Promise<LoadEngine> {
  if (isAbsolute(name)) return (await import('./module-backend/load-module-backend.js')).loadModuleBackend;
  const engine = engines.get(name);
  if (engine) return engine();
  throw fail({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    path: 'model_parameters.general.library_type',
    what: `there is no engine called "${name}"`,
    todo: `use one of ${[...engines.keys()].join(', ')}, or the path of a backend module such as ./my-backend.mjs`,
  });
}
