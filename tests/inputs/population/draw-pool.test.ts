import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawPool, type Candidate } from '../../../src/inputs/population/draw-pool.js';
import { openStream } from '../../../src/random-stream.js';

const alike = (count: number): Candidate[] => Array.from({ length: count }, () => ({ weight: 1, values: [] }));
const draw = (candidates: readonly Candidate[], size: number, seed: number, quota: Map<string, number>[] = []) =>
  drawPool(candidates, { size, quota }, openStream([seed, 'test']));

describe('drawing the pool from a population', () => {
  it('when it is drawn, then everybody is in it at most once, in the order of the file, and the seed decides', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.nat(), (count, seed) => {
        const size = 1 + (seed % count);
        const { drawn, shortages } = draw(alike(count), size, seed);
        expect(shortages).toEqual([]);
        expect(drawn).toEqual([...new Set(drawn)].sort((one, other) => one - other));
        expect(drawn).toHaveLength(size);
        expect(draw(alike(count), size, seed).drawn).toEqual(drawn);
      }),
    );
  });

  it('when weights are 1, 2 and 3, then one of the three is drawn in a sixth, a third and a half of draws', () => {
    const candidates = [1, 2, 3].map((weight) => ({ weight, values: [] }));
    const counts = [0, 0, 0];
    for (let seed = 0; seed < 6000; seed += 1)
      for (const index of draw(candidates, 1, seed).drawn) counts[index] = (counts[index] ?? 0) + 1;
    const chiSquare = counts.reduce(
      (sum, count, index) => sum + (count - 1000 * (index + 1)) ** 2 / (1000 * (index + 1)),
      0,
    );
    expect(chiSquare).toBeLessThan(13.8); // two degrees of freedom, p = 0.001
  });

  it('when two of three are drawn by weight, then pairs are as likely as one after another gives', () => {
    const candidates = [1, 2, 3].map((weight) => ({ weight, values: [] }));
    // P(1 and 2) = 1/6 · 2/5 + 2/6 · 1/4, and so on
    const expected = new Map([
      ['0,1', 1 / 15 + 1 / 12],
      ['0,2', 1 / 10 + 1 / 6],
      ['1,2', 1 / 4 + 1 / 3],
    ]);
    const counts = new Map<string, number>();
    const draws = 6000;
    for (let seed = 0; seed < draws; seed += 1) {
      const pair = draw(candidates, 2, seed).drawn.join(',');
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
    const chiSquare = Array.from(
      expected,
      ([pair, share]) => ((counts.get(pair) ?? 0) - share * draws) ** 2 / (share * draws),
    );
    expect(chiSquare.reduce((sum, part) => sum + part, 0)).toBeLessThan(13.8);
  });

  it('when a weight is 0, then that candidate is never drawn, and is missing where all are needed', () => {
    const candidates = [0, 1, 1].map((weight) => ({ weight, values: [] }));
    expect(draw(candidates, 2, 1).drawn).toEqual([1, 2]);
    expect(draw(candidates, 3, 1).shortages).toEqual([expect.objectContaining({ wanted: 3, found: 2 })]);
  });

  it('when there are quotas, then each value has its share, and others are not drawn', () => {
    const candidates = Array.from({ length: 100 }, (_, index) => ({
      weight: 1,
      values: [['young', 'old', 'none'][index % 3] ?? ''],
    }));
    const { drawn } = draw(candidates, 20, 5, [new Map(Object.entries({ young: 30, old: 70 }))]);
    expect(drawn.filter((index) => index % 3 === 0)).toHaveLength(6);
    expect(drawn.filter((index) => index % 3 === 1)).toHaveLength(14);
  });

  it('when shares are 0.29 and 0.71 of 100, then 29 are drawn', () => {
    const candidates = Array.from({ length: 400 }, (_, index) => ({ weight: 1, values: [index % 2 ? 'a' : 'b'] }));
    const { drawn } = draw(candidates, 100, 5, [new Map(Object.entries({ a: 0.29, b: 0.71 }))]);
    expect(drawn.filter((index) => index % 2)).toHaveLength(29);
  });

  it('when quotas of two columns cannot be met together, then the combinations are named that lack personas', () => {
    const candidates = Array.from({ length: 40 }, (_, index) => ({
      weight: 1,
      values: [index % 2 ? 'f' : 'm', index < 3 ? 'old' : 'young'],
    }));
    const { shortages } = draw(candidates, 20, 5, [
      new Map(Object.entries({ f: 1, m: 1 })),
      new Map(Object.entries({ young: 1, old: 1 })),
    ]);
    expect(shortages.map(({ values, wanted, found }) => [...values, wanted, found])).toEqual([
      ['f', 'old', 5, 1],
      ['m', 'old', 5, 2],
    ]);
  });
});
