import { describe, expect, test } from 'vitest';
import { areaUnderCurve } from '../../src/analysis/detectability/area-under-curve.js';
import { detect } from '../../src/analysis/detectability/detectability.js';
import { fitLogistic } from '../../src/analysis/detectability/logistic-regression.js';
import { featureNames, surfaceFeatures } from '../../src/analysis/detectability/surface-features.js';
import { openStream } from '../../src/random-stream.js';

const openRandom = (...purpose: readonly string[]) => openStream([3, 'test', ...purpose]);

describe('area under the curve', () => {
  test('when scores tie, then a tie counts half', () => {
    const scored = [
      { score: 0.1, class: 0 as const },
      { score: 0.4, class: 0 as const },
      { score: 0.4, class: 1 as const },
      { score: 0.8, class: 1 as const },
    ];
    expect(areaUnderCurve(scored)).toBeCloseTo(0.875, 12);
    expect(areaUnderCurve(scored.slice(0, 2))).toBeUndefined();
  });
});

describe('logistic regression', () => {
  test('when there is one feature, then scores have the slope of scikit-learn with the same penalty', () => {
    const rows = [0, 1, 2, 3, 4, 5].map((value) => [value]);
    const classify = fitLogistic(rows, [0, 0, 1, 0, 1, 1]);

    expect(classify([2.5])).toBeCloseTo(0, 9);
    expect(classify([5]) - classify([4])).toBeCloseTo(0.5089904792, 6); // StandardScaler, LogisticRegression(C=1)
  });

  test('when a feature separates the classes, then there is a solution', () => {
    expect(fitLogistic([[0], [1]], [0, 1])([1])).toBeGreaterThan(0);
    expect(fitLogistic([[7], [7]], [0, 1])([7])).toBeCloseTo(0, 6);
  });
});

describe('surface features', () => {
  test('when a text is read, then every feature has a name and a finite value', () => {
    for (const text of ['', 'ok', '@ben LOOK at https://example.org, now!\nReally?', '公交车应该免费。']) {
      const features = surfaceFeatures(text);
      expect(features).toHaveLength(featureNames.length);
      expect(features.every(Number.isFinite)).toBe(true);
    }
    expect(surfaceFeatures('The @ben is here')[featureNames.indexOf('mentions')]).toBeGreaterThan(0);
  });
});

describe('detectability', () => {
  const corpus = (seed: number, end: string) => {
    const random = openStream([seed, 'corpus']);
    const words = ['bus', 'fare', 'night', 'driver', 'tax', 'city', 'free'];
    return Array.from({ length: 12 }, () =>
      Array.from({ length: 6 }, () => {
        const length = 4 + random.integer(8);
        return surfaceFeatures(Array.from({ length }, () => words[random.integer(7)]).join(' ') + end);
      }),
    );
  };

  test('when one corpus ends with exclamation marks, then it is found out', () => {
    const found = detect(corpus(1, '!'), corpus(2, '.'), openRandom);

    expect(found?.auc).toBeGreaterThan(0.99);
    expect(found).toMatchObject({ comments: [72, 72], discussions: [12, 12] });
  });

  test('when both come from the same source, then the interval contains 0.5', () => {
    const found = detect(corpus(1, '.'), corpus(2, '.'), openRandom);

    expect(found?.interval?.low).toBeLessThan(0.5);
    expect(found?.interval?.high).toBeGreaterThan(0.5);
    expect(detect(corpus(1, '.'), corpus(2, '.'), openRandom)).toEqual(found);
  });

  test('when a corpus has fewer discussions than folds, then there is no figure', () => {
    expect(detect(corpus(1, '.').slice(0, 4), corpus(2, '.'), openRandom)).toBeUndefined();
  });
});
