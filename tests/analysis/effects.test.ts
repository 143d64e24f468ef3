import { describe, expect, test } from 'vitest';
import { adjustPValues } from '../../src/analysis/effects/adjust-p-values.js';
import { bootstrapInterval } from '../../src/analysis/effects/bootstrap-interval.js';
import { cliffsDelta } from '../../src/analysis/effects/cliffs-delta.js';
import { hedgesG } from '../../src/analysis/effects/hedges-g.js';
import { pairedDifference } from '../../src/analysis/effects/paired-difference.js';
import { studentQuantile, twoSidedP } from '../../src/analysis/effects/student-t.js';
import { welchTest } from '../../src/analysis/effects/welch-test.js';
import { openStream } from '../../src/random-stream.js';

/** R's data set `sleep`. */
const sleep = {
  first: [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0, 2],
  second: [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4],
};

const unpaired = { first: sleep.second, second: sleep.first };

describe("Student's t", () => {
  test('when R has the value, then ours is the same', () => {
    expect(twoSidedP(-4.062127683382037, 9)).toBeCloseTo(0.00283289019738427, 12);
    expect(studentQuantile(0.975, 9)).toBeCloseTo(2.262157162798205, 10);
    expect(studentQuantile(0.025, 1)).toBeCloseTo(-12.706204736174698, 8);
    expect(twoSidedP(0, 5)).toBe(1);
    expect(twoSidedP(40, 30.5)).toBeGreaterThan(0);
  });
});

describe('differences', () => {
  test('when the sleepers are pairs, then the paired test gives what R gives', () => {
    const found = pairedDifference(sleep.second, sleep.first);

    expect(found).toMatchObject({ pairs: 10 });
    expect(found.difference).toBeCloseTo(-1.58, 10);
    expect(found.t).toBeCloseTo(-4.0621, 4);
    expect(found.p).toBeCloseTo(0.002833, 6);
    expect(found.low).toBeCloseTo(-2.4599, 4);
    expect(found.high).toBeCloseTo(-0.7001, 4);
    expect(found.dAv).toBeCloseTo(-1.58 / ((1.7890097 + 2.0022487) / 2), 5);
  });

  test('when they are not, then the unpaired test gives what R gives', () => {
    const found = welchTest([unpaired]);

    expect(found.t).toBeCloseTo(-1.8608, 4);
    expect(found.p).toBeCloseTo(0.07939, 5);
    expect(found.df).toBeCloseTo(17.776, 3);
  });

  test("when groups differ, then Hedges' g is Cohen's d with the correction for small samples", () => {
    expect(hedgesG([unpaired])).toBeCloseTo((-1.58 / 1.8986251) * (1 - 3 / (4 * 18 - 1)), 5);
    expect(hedgesG([{ first: [1, 1, 1], second: [1, 1] }])).toBeUndefined();
    expect(hedgesG([{ first: [2], second: [1] }])).toBeUndefined();
  });

  test("when values are ordered, then Cliff's delta counts the pairs that are higher", () => {
    expect(cliffsDelta([1, 2, 3], [4, 5])).toBe(1);
    expect(cliffsDelta([4, 5], [1, 2, 3])).toBe(-1);
    expect(cliffsDelta([1, 2, 2], [2, 2, 3])).toBeCloseTo(5 / 9, 12);
    expect(cliffsDelta([], [1])).toBeUndefined();
  });

  test('when values are equal but for rounding, as means of thirds are, then they are tied', () => {
    expect(cliffsDelta([0.1 + 0.2], [0.3])).toBe(0);
    expect(cliffsDelta([0.3], [0.1 + 0.2])).toBe(0);
    expect(cliffsDelta([1e-9], [2e-9])).toBe(1);
  });

  test('when all differences are equal, then there is no test, but a difference', () => {
    expect(pairedDifference([1, 2, 3], [2, 3, 4])).toMatchObject({ difference: 1, t: undefined, p: undefined });
  });
});

describe('adjusted p-values', () => {
  test('when five are given, then Holm and Benjamini-Hochberg give what R gives', () => {
    const given = [0.008, 0.03, 0.123, 0.6, 0.2];

    expect(rounded(adjustPValues(given, 'holm'))).toEqual([0.04, 0.12, 0.369, 0.6, 0.4]);
    expect(rounded(adjustPValues(given, 'bh'))).toEqual([0.04, 0.075, 0.205, 0.6, 0.25]);
  });

  test('when one is missing, then it counts for nothing', () => {
    expect(rounded(adjustPValues([0.01, undefined, 0.04], 'holm'))).toEqual([0.02, undefined, 0.04]);
  });

  test('when the family is larger than what was tested, then it counts, as in R', () => {
    expect(rounded(adjustPValues([0.01, undefined, 0.04], 'holm', 3))).toEqual([0.03, undefined, 0.08]);
    expect(rounded(adjustPValues([0.01, undefined, 0.04], 'bh', 3))).toEqual([0.03, undefined, 0.06]);
  });
});

describe('bootstrap intervals', () => {
  const values = Array.from({ length: 40 }, (_, index) => (index * 7) % 10);
  const mean = ([drawn = []]: readonly (readonly number[])[]) =>
    drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
  const draw = (seed: number) =>
    bootstrapInterval({ strata: [values], statistic: mean, random: openStream([seed, 'bootstrap']) });

  test('when the seed is the same, then the interval is; it contains the mean', () => {
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(draw(1)).toMatchObject({ resamples: 2000, undefinedResamples: 0 });
    expect(draw(1)?.low).toBeCloseTo(4.5 - 1.96 * (2.8723 / Math.sqrt(40)), 0);
    expect(draw(1)?.high).toBeCloseTo(4.5 + 1.96 * (2.8723 / Math.sqrt(40)), 0);
  });

  test('when the statistic is undefined for some resamples, then they are counted', () => {
    const found = bootstrapInterval({
      strata: [[1, 2]],
      statistic: ([drawn = []]) => (drawn[0] === drawn[1] ? undefined : 1),
      random: openStream([1, 'bootstrap']),
    });

    expect(found?.undefinedResamples).toBeGreaterThan(800);
    expect(found?.undefinedResamples).toBeLessThan(1200);
  });
});

function rounded(values: readonly (number | undefined)[]): (number | undefined)[] {
  return values.map((value) => (value === undefined ? undefined : Math.round(value * 1e6) / 1e6));
}
