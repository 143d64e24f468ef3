import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Sampling } from '../backend.js';

interface Candidate {
  token: number;
  logit: number;
}

/** A token e^25 times less likely than the best one is never drawn: it spares sorting a vocabulary for every token. */
const negligible = 25;

/**
 * Draws a token from its logits: top-k, then top-p, then min-p on the model's own probabilities, temperature last
 * (the order of llama.cpp, so that a config means the same on both engines). Temperature 0 takes the likeliest.
 */
export function pickToken(logits: Float32Array, sampling: Omit<Sampling, 'seed'>, generator: RandomGenerator): number {
  const best = bestOf(logits);
  if (sampling.temperature <= 0) return best.token;
  const kept = narrow(likeliestFirst(logits, best.logit), sampling);
  const weights = weightsOf(kept, sampling.temperature);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = uniformFloat64(generator) * total;
  const drawn = kept.find((_, at) => (left -= weights[at] ?? 0) < 0);
  return (drawn ?? best).token;
}

function bestOf(logits: Float32Array): Candidate {
  let best: Candidate = { token: 0, logit: -Infinity };
  logits.forEach((logit, token) => {
    if (logit > best.logit) best = { token, logit };
  });
  return best;
}

function likeliestFirst(logits: Float32Array, bestLogit: number): Candidate[] {
  const candidates: Candidate[] = [];
  logits.forEach((logit, token) => {
    if (logit > bestLogit - negligible) candidates.push({ token, logit });
  });
  return candidates.sort((a, b) => b.logit - a.logit || a.token - b.token);
}

function narrow(candidates: Candidate[], { topK = 0, topP, minP = 0 }: Omit<Sampling, 'seed'>): Candidate[] {
  const top = topK > 0 ? candidates.slice(0, topK) : candidates;
  const weights = weightsOf(top, 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let before = 0;
  return top.filter((_, at) => {
    const weight = weights[at] ?? 0;
    const isInside = at === 0 || (before < topP * total && weight >= minP);
    before += weight;
    return isInside;
  });
}

/** Relative to the first, which is the likeliest and weighs 1. */
function weightsOf(candidates: readonly Candidate[], temperature: number): number[] {
  const best = candidates[0]?.logit ?? 0;
  return candidates.map(({ logit }) => Math.exp((logit - best) / temperature));
}
