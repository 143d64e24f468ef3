import type { ModelConfig } from '../config/experiment-config.js';
import { SyndiscoError } from '../errors.js';

const todo =
  'Restore the module as it was. If it was only repaired, and the model behind it is the same, say so in the module: let load return model: { fingerprint } with the fingerprint that it had in this run, and run the same command again.';

/**
 * An error about another fingerprint, with what to do about a module whose file stands for its weights: whether a change of
 * it is another model or a repair, only its author can tell.
 */
export function ofRepairedModule(error: unknown, { engine }: ModelConfig): unknown {
  const isOfModule = engine.startsWith('/') && error instanceof SyndiscoError;
  if (!isOfModule || error.code !== 'SYNDISCO_MODEL_CHANGED') return error;
  const [first, ...rest] = error.problems;
  const path = 'model_parameters.general.library_type';
  return new SyndiscoError([{ ...first, path, todo }, ...rest], { cause: error });
}
