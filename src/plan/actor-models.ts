import type { ExperimentConfig } from '../config/experiment-config.js';
import { modelNamed } from '../config/model-named.js';
import type { DiscussionInputs } from '../inputs/input-types.js';
import type { ActorModel } from './job.js';

/** The models of a config by name, for its actors; without a name, that of `model_parameters`. Each is made once. */
export function actorModels(
  config: ExperimentConfig,
  { modelFingerprint, modelFingerprints }: Pick<DiscussionInputs, 'modelFingerprint' | 'modelFingerprints'>,
): (name?: string) => ActorModel {
  const made = new Map<string | undefined, ActorModel>();
  return (key) => {
    const before = made.get(key);
    if (before) return before;
    const fingerprint = key === undefined ? modelFingerprint : modelFingerprints?.get(key);
    const model = modelNamed(config, key);
    const { name: modelName, maxTokens, contextTokens, disallowedStrings, stopStrings, sampling } = model;
    const one = {
      ...(key !== undefined && { key }),
      config: model,
      ...(fingerprint !== undefined && { fingerprint }),
      generation: {
        ...{ modelName, maxTokens, contextTokens, disallowedStrings, sampling },
        ...(stopStrings && { stopStrings }),
      },
    };
    made.set(key, one);
    return one;
  };
}
