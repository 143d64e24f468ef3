import type { ModelConfig } from '../config/experiment-config.js';

/** The same for all that one load of a model serves: sampling and the length of answers belong to the request. */
export function modelKey(model: ModelConfig): string {
  const { engine, path, name, contextTokens, llamaCpp, transformers, scripted } = model;
  return JSON.stringify([engine, path, name, contextTokens, llamaCpp, transformers, scripted]);
}
