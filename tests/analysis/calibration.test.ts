import { describe, expect, test } from 'vitest';
import { alternativeTest } from '../../src/analysis/calibration/alternative-test.js';
import { biasByLabel, confusionOf } from '../../src/analysis/calibration/confusion.js';
import { openStream } from '../../src/random-stream.js';

/** Sixty comments of levels 1 to 5: a coder, then three people who see the level with an error of one at most. */
function rowsOf(coder: (level: number) => number, people = 3): number[][] {
  const random = openStream([3, 'people']);
  return Array.from({ length: 60 }, () => {
    const level = 2 + random.integer(3);
    return [coder(level), ...Array.from({ length: people }, () => level - 1 + random.integer(3))];
  });
}

const numbers = [1, 2, 3, 4, 5];

describe('the alternative annotator test', () => {
  test('when a coder sees what people see without their error, then it may replace all of them', () => {
    const found = alternativeTest({ rows: rowsOf((level) => level), humans: 3, numbers });

    expect(found?.verdicts.map(({ epsilon, winningRate, passes }) => [epsilon, winningRate, passes])).toEqual([
      [0.2, 1, true],
      [0.15, 1, true],
      [0.1, 1, true],
    ]);
    expect(found?.advantage).toBeGreaterThan(0.7);
  });

  test('when it gives every comment the same label, then it may replace nobody', () => {
    const found = alternativeTest({ rows: rowsOf(() => 5), humans: 3, numbers });

    expect(found?.verdicts.every(({ winningRate, passes }) => winningRate === 0 && !passes)).toBe(true);
  });

  test('when there are two people, or fewer than 30 comments, then there is no verdict', () => {
    expect(alternativeTest({ rows: rowsOf((level) => level, 2), humans: 2, numbers })).toBeUndefined();
    expect(alternativeTest({ rows: rowsOf((level) => level).slice(0, 29), humans: 3, numbers })).toBeUndefined();
  });

  test('when labels are categories, then closeness is the share of equal labels', () => {
    const rows = Array.from({ length: 40 }, (_, index) => [2, 1, 1, 1 + (index % 2)]);
    const found = alternativeTest({ rows, humans: 3 });

    // The coder ties with everyone where the third person says 2, and loses to everyone where all say 1.
    expect(found?.advantage).toBe(0.5);
  });
});

describe('confusion and bias', () => {
  const rows = [
    [1, 1, 2],
    [2, 2, 0],
    [0, 2, 2],
    [2, 1, 1],
  ];

  test('when a coder and people label comments, then every pair of labels is counted', () => {
    expect(confusionOf(rows, 2)).toEqual([
      [1, 2],
      [1, 1],
    ]);
  });

  test('when labels are ordered, then bias is the mean difference at each label; of categories, the difference in share', () => {
    const confusion = confusionOf(rows, 2);

    const [first, second] = biasByLabel(confusion, [1, 2]);
    expect([first?.n, second?.n, second?.bias]).toEqual([3, 2, -0.5]);
    expect(first?.bias).toBeCloseTo(2 / 3, 12);
    expect(biasByLabel(confusion).map(({ bias }) => bias)).toEqual([-0.2, 0.2]);
  });
});
