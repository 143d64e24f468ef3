import type { ModelConfig } from '../config/experiment-config.js';

const known = new WeakMap<ModelConfig, string>();

/** The same for all that one load of a model serves: sampling and the length of answers belong to the request. */
export function modelKey(model: ModelConfig): string {
  const before = known.get(model);
  if (before !== undefined) return before;
  const { engine, path, name, contextTokens, llamaCpp, transformers, scripted } = model;
  const key = JSON.stringify([engine, path, name, contextTokens, llamaCpp, transformers, scripted]);
  known.set(model, key);
  return key;
}
