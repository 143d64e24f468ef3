import { describe, expect, test } from 'vitest';
import type { SampleRule } from '../../src/plan/job.js';
import { isSampled } from '../../src/plan/setup/is-sampled.js';

const rule = (some: Partial<SampleRule> = {}): SampleRule => ({ seed: 7, probability: 0.2, isPaired: true, ...some });
const discussion = (replicate: number | null, condition = 'calm') => ({
  id: `${condition}-${replicate ?? 'x'}`,
  condition,
  replicate,
});
const sampled = (of: SampleRule, count: number, condition?: string): number[] =>
  Array.from({ length: count }, (_, index) => index + 1).filter((replicate) =>
    isSampled(of, discussion(replicate, condition)),
  );

describe('a sample of discussions', () => {
  test.each([0.2, 0.25, 0.3, 1 / 3, 0.07, 1])(
    'when a share of %f is sampled, then every prefix has its floor or ceiling',
    (probability) => {
      for (let seed = 1; seed <= 20; seed += 1) {
        for (let count = 1; count <= 60; count += 1) {
          const due = Number(probability.toFixed(6)) * count;
          const { length } = sampled(rule({ seed, probability }), count);
          expect([Math.floor(due + 1e-9), Math.ceil(due - 1e-9)]).toContain(length);
        }
      }
    },
  );

  test('when many seeds draw, then each replicate is sampled with the probability', () => {
    const seeds = Array.from({ length: 4000 }, (_, index) => index);
    for (const replicate of [1, 2, 3, 17, null]) {
      const share = seeds.filter((seed) => isSampled(rule({ seed }), discussion(replicate))).length / seeds.length;
      expect(Math.abs(share - 0.2)).toBeLessThan(0.02);
    }
  });

  test('when the study grows, then what is sampled stays', () => {
    const few = sampled(rule(), 10);
    expect(sampled(rule(), 40).slice(0, few.length)).toEqual(few);
  });

  test('when the fraction is raised to a whole multiple, then the larger sample contains the smaller', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const small = sampled(rule({ seed }), 100);
      for (const probability of [0.4, 0.6, 0.8, 1]) {
        expect(sampled(rule({ seed, probability }), 100)).toEqual(expect.arrayContaining(small));
      }
    }
  });

  test('when the design is paired, then all conditions have the same replicates, else their own', () => {
    expect(sampled(rule(), 30, 'heated')).toEqual(sampled(rule(), 30, 'calm'));
    const own = ['calm', 'heated', 'tired', 'late'].map((name) => sampled(rule({ isPaired: false }), 30, name).join());
    expect(new Set(own).size).toBeGreaterThan(1);
  });
});
