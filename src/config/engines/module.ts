import type { EngineFacts } from './engine.js';

/** The absolute path of a user's backend module. */
type ModulePath = `/${string}`;

/** A module has no section of its own in the config, so there are no options. */
export interface ModuleChoice {
  engine: ModulePath;
  options: object;
}

/** A user's own backend module. Its content is what its model's fingerprint is made of, unless it says one itself. */
export const moduleEngine: EngineFacts<object, never> = {
  modelPath: 'anything',
  drawsHere: false,
  holdsLabels: true,
  identity: () => ({}),
  // They are handed to its `load`, which may do anything with them.
  alsoLoads: ({ maxTokens, sampling }) => [maxTokens, sampling],
};

export function isModulePath(engine: string): engine is ModulePath {
  return engine.startsWith('/');
}
