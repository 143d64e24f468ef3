import type { ModelConfig } from '../config/experiment-config.js';
import type { Generation } from './job.js';

export function planGeneration(model: ModelConfig): Generation {
  const { name, maxTokens, contextTokens, disallowedStrings, stopStrings, sampling } = model;
  return {
    ...{ modelName: name, maxTokens, contextTokens, disallowedStrings, sampling },
    ...(stopStrings && { stopStrings }),
  };
}
