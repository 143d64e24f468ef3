import type { Penalties } from '../config/engines/engine.js';

/**
 * Repetition is looked for in so many of the last tokens of the reply, and never in the prompt: what others wrote, the
 * names and the marks between turns stay as likely as they are.
 */
export const penaltyWindow = 64;

/** The logits after llama.cpp's penalties; those given, if there are none. */
export function penalize(logits: Float32Array, said: readonly number[], penalties: Penalties): Float32Array {
  const { repeatPenalty = 1, frequencyPenalty = 0, presencePenalty = 0 } = penalties;
  if (!hasPenalties(penalties)) return logits;
  const penalized = logits.slice();
  for (const [token, times] of countTokens(said.slice(-penaltyWindow))) {
    const logit = logits[token] ?? 0;
    const scaled = logit > 0 ? logit / repeatPenalty : logit * repeatPenalty;
    penalized[token] = scaled - times * frequencyPenalty - presencePenalty;
  }
  return penalized;
}

export function hasPenalties({ repeatPenalty = 1, frequencyPenalty = 0, presencePenalty = 0 }: Penalties): boolean {
  return repeatPenalty !== 1 || frequencyPenalty !== 0 || presencePenalty !== 0;
}

function countTokens(tokens: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const token of tokens) counts.set(token, (counts.get(token) ?? 0) + 1);
  return counts;
}
