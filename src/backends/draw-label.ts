import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Completion, Sampling } from './backend.js';
import { writeLabel, type LabelSpecification } from './label.js';
import type { MetricScore } from './label-trie.js';
import { pickToken } from './pick-token.js';

const significantDigits = 6;

/**
 * The reply of an engine that has scored its labels: a value of each metric drawn from its distribution, with the
 * request's own seed and sampling. The limits of the sampling apply to whole values and not to their tokens.
 */
export function drawLabel(
  label: LabelSpecification,
  scores: readonly MetricScore[],
  sampling: Sampling,
): Pick<Completion, 'text' | 'finish_reason' | 'label_scores'> {
  const generator = xoroshiro128plus(scramble(sampling.seed));
  const drawn = label.map(({ name, values }, metric) => {
    const logits = Float32Array.from(scores[metric]?.probabilities ?? [], Math.log);
    return [name, values[pickToken(logits, sampling, generator)] ?? null] as const;
  });
  const answers = new Map(drawn);
  return {
    text: writeLabel(label, ({ name }) => answers.get(name) ?? null),
    finish_reason: 'stop',
    label_scores: scores.map(({ probabilities, legalMass }) => ({
      probabilities: probabilities.map(rounded),
      legal_mass: rounded(legalMass),
    })),
  };
}

/** The generator's first number is its seed, so neighbouring seeds would draw the same value (the finaliser of MurmurHash3). */
function scramble(seed: number): number {
  const once = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}

function rounded(probability: number): number {
  return Math.min(1, Number(probability.toPrecision(significantDigits)));
}
