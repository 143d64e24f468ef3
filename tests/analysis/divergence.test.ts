import { describe, expect, test } from 'vitest';
import { compareDistributions } from '../../src/analysis/divergence/compare-distributions.js';
import { kdeDivergence, jensenShannon } from '../../src/analysis/divergence/jensen-shannon.js';
import { wasserstein } from '../../src/analysis/divergence/wasserstein.js';
import { openStream } from '../../src/random-stream.js';

const high = [0.9, 0.92, 0.94, 0.96];
const low = [0.8, 0.85, 0.9, 0.95];

describe('Jensen-Shannon divergence', () => {
  test('when distributions are given, then it is the squared distance in nats', () => {
    expect(jensenShannon([1, 0], [0.5, 0.5])).toBeCloseTo(0.2157615543, 10);
    expect(jensenShannon([0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(jensenShannon([1, 0], [0, 1])).toBeCloseTo(Math.log(2), 12);
  });

  test('when sets of diversities are given, then their densities are compared on 50 points', () => {
    expect(kdeDivergence(high, low)).toBeCloseTo(0.2117923604, 9);
  });

  test('when sets are narrow and far apart, then it is ln 2, not infinite', () => {
    const narrow = (from: number) => Array.from({ length: 40 }, (_, place) => from + place * 0.0002);

    for (let from = 0.1; from < 0.8; from += 0.003) {
      expect(kdeDivergence(narrow(from), narrow(from + 0.15))).toBeCloseTo(Math.log(2), 3);
    }
  });

  test('when a set has no variance or fewer than two values, then it is undefined', () => {
    expect(kdeDivergence([0.9, 0.9, 0.9], low)).toBeUndefined();
    expect(kdeDivergence([0.9], low)).toBeUndefined();
  });
});

describe('Wasserstein-1', () => {
  test('when sets have different sizes, then it is the area between their distribution functions', () => {
    expect(wasserstein([0, 1, 3], [5, 6, 8])).toBeCloseTo(5, 12);
    expect(wasserstein([0, 1], [0, 0, 0, 1])).toBeCloseTo(0.25, 12);
    expect(wasserstein([], [1])).toBeUndefined();
  });
});

describe('comparison with a reference', () => {
  const spread = (from: number, count: number) => Array.from({ length: count }, (_, step) => from + step * 0.004);
  const random = () => openStream([7, 'divergence']);

  test('when the sets differ, then no permutation comes close, and the floor is far below', () => {
    const found = compareDistributions({ values: spread(0.4, 30), reference: spread(0.7, 30), random: random() });

    expect(found.p).toBeCloseTo(1 / 1001, 12);
    expect(found.floor).toBeLessThan((found.divergence ?? 0) / 3);
    expect(found.wasserstein).toBeCloseTo(0.3, 9);
  });

  test('when they are alike, then the p-value is high', () => {
    expect(
      compareDistributions({ values: spread(0.7, 30), reference: spread(0.702, 30), random: random() }).p,
    ).toBeGreaterThan(0.5);
  });
});
