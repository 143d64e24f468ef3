import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { pickToken } from '../../src/backends/pick-token.js';

/** Probabilities 0.5, 0.3, 0.15, 0.05 of tokens 1, 3, 0, 2. */
const logits = Float32Array.from([0.15, 0.5, 0.05, 0.3].map(Math.log));

describe('drawing a token', () => {
  it('when nothing narrows the choice, then tokens come as often as they are likely', () => {
    const shares = drawMany({ temperature: 1, topP: 1 });
    [0.15, 0.5, 0.05, 0.3].forEach((probability, token) => {
      expect(shares[token]).toBeCloseTo(probability, 1);
    });
  });

  it.each([
    ['top_p', { topP: 0.7 }, [1, 3]],
    ['top_p of nearly nothing', { topP: 0.01 }, [1]],
    ['top_k', { topP: 1, topK: 3 }, [0, 1, 3]],
    ['min_p', { topP: 1, minP: 0.29 }, [0, 1, 3]],
    ['a temperature of zero', { topP: 1, temperature: 0 }, [1]],
    ['a very low temperature', { topP: 1, temperature: 0.01 }, [1]],
  ])('when %s narrows the choice, then only the likeliest are drawn', (_what, sampling, expected) => {
    const shares = drawMany({ temperature: 1, ...sampling });
    expect(shares.flatMap((share, token) => (share > 0 ? [token] : []))).toEqual(expected);
  });

  it('when the seed is the same, then so are the draws', () => {
    const draws = (seed: number): number[] => {
      const generator = xoroshiro128plus(seed);
      return Array.from({ length: 20 }, () => pickToken(logits, { temperature: 1, topP: 1 }, generator));
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
  });
});

function drawMany(sampling: { temperature: number; topP: number; topK?: number; minP?: number }): number[] {
  const generator = xoroshiro128plus(42);
  const counts = [0, 0, 0, 0];
  for (let draw = 0; draw < 4000; draw++) {
    const token = pickToken(logits, sampling, generator);
    counts[token] = (counts[token] ?? 0) + 1 / 4000;
  }
  return counts;
}
