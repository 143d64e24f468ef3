import { isModulePath } from '../config/engines/module.js';
import { engineNames } from '../config/engines/registry.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import type { Backend } from './backend.js';
import type { BackendLog } from './backend-log.js';
import { doubtName } from './doubt-name.js';

/**
 * The backend that a config's `library_type` names, or a `SyndiscoError`. One line per engine, whose module is imported
 * only when a config asks for it; an absolute path is a user's own backend module.
 */
export async function loadBackend(model: ModelConfig, log: BackendLog): Promise<Backend> {
  const backend = await loadEngine(model, log);
  warnOfName(model, backend, log);
  return backend;
}

async function loadEngine(model: ModelConfig, log: BackendLog): Promise<Backend> {
  switch (model.engine) {
    case 'llama_cpp':
      return (await import('./llama-cpp/load-llama-cpp.js')).loadLlamaCpp(model, log);
    case 'transformers':
      return (await import('./transformers/load-transformers.js')).loadTransformers(model, log);
    case 'openai':
      return (await import('./openai/load-openai.js')).loadOpenai(model, log);
    case 'scripted':
      return (await import('./scripted/load-scripted.js')).loadScripted(model);
    case '':
    default:
      if (!isModulePath(model.engine)) throw unknownEngine(model.engine);
      return (await import('./module-backend/load-module-backend.js')).loadModuleBackend(model);
  }
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

function unknownEngine(name: string): Error {
  return fail({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    path: 'model_parameters.general.library_type',
    what: `There is no engine called "${name}".`,
    todo: `Use one of ${engineNames.join(', ')}, or the path of a backend module such as ./my-backend.mjs.`,
  });
}
