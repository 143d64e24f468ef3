import type { SampledDiscussion, SampleRule } from '../job.js';
import { openStream } from '../../random-stream.js';
import { setupStream } from './setup-stream.js';

const scale = 1_000_000;

/**
 * Whether a discussion is in the sample: systematic sampling along the replicates of its condition, from a random start
 * (Cochran, Sampling Techniques, 3rd ed., ch. 8). Each has exactly the probability, any n successive replicates have n
 * times the probability in the sample, rounded down or up, and what is sampled stays when replicates are added. All
 * probabilities share the start, so that a whole multiple of one contains its sample. Discussions that nothing numbers
 * are drawn one by one.
 */
export function isSampled(rule: SampleRule, discussion: SampledDiscussion): boolean {
  const step = Math.round(rule.probability * scale);
  const at = positionOf(rule, discussion);
  return Math.floor((step * (at + 1)) / scale) > Math.floor((step * at) / scale);
}

/** The probability for a fraction as written: to six decimals, in which the draw is exact. */
export function inclusionProbability(fraction: number): number {
  return Math.round(fraction * scale) / scale;
}

function positionOf({ seed, isPaired }: SampleRule, { id, condition, replicate }: SampledDiscussion): number {
  const purpose = 'annotation sample';
  if (replicate === null) return openStream([seed, purpose, `discussion ${id}`]).integer(scale);
  const design = isPaired ? 'paired' : 'independent';
  return setupStream({ seed, design, name: condition }, purpose).integer(scale) + replicate;
}
