import type { ConfigReading } from '../config-reading.js';
import type { Penalties } from '../engines/engine.js';
import { engineOf } from '../engines/registry.js';
import type { ModelConfig } from '../experiment-config.js';
import { withDefaults } from './with-defaults.js';

/**
 * llama.cpp's own default. Without a limit, `top_p` has to sort the whole vocabulary for every token, which takes longer
 * on a CPU than generating the token takes on a GPU.
 */
const usualTopK = 40;

/** Engines that sample outside this program have their own defaults. */
export function resolveSampling(reading: ConfigReading, model: Pick<ModelConfig, 'engine'>): ModelConfig['sampling'] {
  const path = ['model_parameters', 'sampling'];
  const given = reading.given.model_parameters?.sampling;
  const sampling = withDefaults(path, { ...usualSampling(reading, given), ...given }, [
    ...(['top_k', 'min_p', 'seed'] as const),
    ...penalties,
  ]);
  const { temperature, top_p: topP, min_p: minP, seed } = sampling;
  const { drawsHere } = engineOf(model);
  const topK = sampling.top_k ?? (drawsHere ? usualTopK : 0);
  return {
    ...{ temperature, topP },
    ...(topK > 0 && { topK }),
    ...(minP !== undefined && { minP }),
    ...(seed !== undefined && { seed }),
    ...penaltiesOf(sampling, drawsHere),
  };
}

/** llama-cpp-python's chat defaults, and the seed of the original. */
const originalSampling = { temperature: 0.2, top_p: 0.95, top_k: 40, min_p: 0.05, seed: 42 };

/** What a section of sampling that asks for the original's values starts from. */
export function usualSampling(
  { generationConfig }: ConfigReading,
  given: { defaults?: 'syndisco' | 'original' } | undefined,
): Partial<typeof originalSampling> {
  if (given?.defaults !== 'original') return {};
  return generationConfig ? generationConfig.sampling : originalSampling;
}

const penalties = ['repeat_penalty', 'frequency_penalty', 'presence_penalty'] as const;

/** A penalty that changes nothing is left out; for a server, a repetition penalty of 1 lifts its own. */
function penaltiesOf(
  sampling: { [Key in (typeof penalties)[number]]?: number | undefined },
  drawsHere: boolean,
): Penalties {
  const { repeat_penalty: repeat, frequency_penalty: frequency = 0, presence_penalty: presence = 0 } = sampling;
  return {
    ...(repeat !== undefined && (repeat !== 1 || !drawsHere) && { repeatPenalty: repeat }),
    ...(frequency !== 0 && { frequencyPenalty: frequency }),
    ...(presence !== 0 && { presencePenalty: presence }),
  };
}
