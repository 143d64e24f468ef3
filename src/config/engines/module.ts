import type { EngineFacts } from './engine.js';

/** The absolute path of a user's backend module. */
type ModulePath = `/${string}`;

/** A module has no section in the config, so it has no options. */
export interface ModuleChoice {
  engine: ModulePath;
  options: object;
}

/** A user's own backend module. The model's fingerprint is that of its content, unless the module returns one. */
export const moduleEngine: EngineFacts<object, never> = {
  modelPath: 'anything',
  drawsHere: false,
  rendersHere: false,
  scoresLabels: false,
  repeats: { never: 'whether a backend module gives the same texts again is up to the module' },
  identity: () => ({}),
  // Passed to the module's `load`, which may use them in any way.
  alsoLoads: ({ name, maxTokens, sampling }) => [name, maxTokens, sampling],
};

export function isModulePath(engine: string): engine is ModulePath {
  return engine.startsWith('/');
}
