import { isModulePath } from '../config/engines/module.js';
import { engineNames } from '../config/engines/registry.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';
import type { Backend } from './backend.js';
import type { BackendLog } from './backend-log.js';

/**
 * The backend that a config's `library_type` names, or a `SyndiscoError`. One line per engine, whose module is imported
 * only when a config asks for it; an absolute path is a user's own backend module.
 */
export async function loadBackend(model: ModelConfig, log: BackendLog): Promise<Backend> {
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

function unknownEngine(name: string): Error {
  return fail({
    code: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
    path: 'model_parameters.general.library_type',
    what: `there is no engine called "${name}"`,
    todo: `use one of ${engineNames.join(', ')}, or the path of a backend module such as ./my-backend.mjs`,
  });
}
