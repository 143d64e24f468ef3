import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';
import type { Sampling } from './backend.js';

type Narrowing = Omit<Sampling, 'seed'>;

interface Candidate {
  token: number;
  /** Probability relative to that of the likeliest token, which is 1. */
  weight: number;
}

/** A token e^25 times less likely than the best one is never drawn. */
const negligible = Math.exp(-25);
/**
 * Candidates are first sought above this weight: sorting the whole vocabulary for every token would take longer than
 * the model.
 */
const near = Math.exp(-4);

/**
 * Draws a token from logits, after any penalties: top-k, then top-p, then min-p on the model's own probabilities, temperature last (the order of
 * llama.cpp, so that a config means the same on both engines). Temperature 0 takes the likeliest token.
 */
export function pickToken(logits: Float32Array, sampling: Narrowing, generator: RandomGenerator): number {
  const best = likeliest(logits);
  if (sampling.temperature <= 0) return best;
  const { topK = 0, topP, minP = 0, temperature } = sampling;
  if (topK === 0 && topP >= 1 && minP === 0) return drawFromAll(weigh(logits, best, temperature), generator);
  const weights = weigh(logits, best, 1);
  const kept = narrow(weights, { topK: topK === 0 ? Infinity : topK, topP, minP });
  const chances = kept.map(({ weight }) => weight ** (1 / temperature));
  let left = uniformFloat64(generator) * sum(chances);
  const drawn = kept.find((_, at) => (left -= chances[at] ?? 0) < 0);
  return drawn?.token ?? best;
}

function drawFromAll(weights: Float64Array, generator: RandomGenerator): number {
  let left = uniformFloat64(generator) * sum(weights);
  return Math.max(
    0,
    weights.findIndex((weight) => (left -= weight) < 0),
  );
}

function likeliest(logits: Float32Array): number {
  let best = 0;
  for (let token = 1; token < logits.length; token++)
    if ((logits[token] ?? -Infinity) > (logits[best] ?? -Infinity)) best = token;
  return best;
}

/** Probabilities relative to that of the likeliest token, which is 1. */
function weigh(logits: Float32Array, likeliest: number, temperature: number): Float64Array {
  const best = logits[likeliest] ?? 0;
  const weights = new Float64Array(logits.length);
  for (let token = 0; token < logits.length; token++)
    weights[token] = Math.exp(((logits[token] ?? -Infinity) - best) / temperature);
  return weights;
}

/** The tokens that may be drawn: sought among the likeliest first, then further and further down. */
function narrow(
  weights: Float64Array,
  { topK, topP, minP }: { topK: number; topP: number; minP: number },
): Candidate[] {
  const total = sum(weights);
  for (let floor = near; ; floor = floor ** 2) {
    const top = likeliestFirst(candidatesFrom(weights, Math.max(floor, negligible))).slice(0, topK);
    const isWhole = floor <= negligible || top.length === topK;
    if (!isWhole && topK < Infinity) continue;
    const kept = nucleus(top, topP * (isWhole ? sum(top.map(({ weight }) => weight)) : total));
    if (isWhole || kept.length < top.length) return kept.filter(({ weight }, at) => at === 0 || weight >= minP);
  }
}

/** The fewest of the likeliest tokens that weigh at least `mass` together; all of them if they weigh less. */
function nucleus(top: readonly Candidate[], mass: number): readonly Candidate[] {
  let before = 0;
  const end = top.findIndex(({ weight }, at) => {
    const isOutside = at > 0 && before >= mass;
    before += weight;
    return isOutside;
  });
  return end < 0 ? top : top.slice(0, end);
}

function candidatesFrom(weights: Float64Array, lowest: number): Candidate[] {
  const candidates: Candidate[] = [];
  for (let token = 0; token < weights.length; token++) {
    const weight = weights[token] ?? 0;
    if (weight >= lowest) candidates.push({ token, weight });
  }
  return candidates;
}

function likeliestFirst(candidates: Candidate[]): Candidate[] {
  return candidates.sort((a, b) => b.weight - a.weight || a.token - b.token);
}

function sum(values: Float64Array | readonly number[]): number {
  let total = 0;
  for (let at = 0; at < values.length; at++) total += values[at] ?? 0;
  return total;
}
