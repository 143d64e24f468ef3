import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diversityOf, internTokens, longestCommonSubsequence } from '../../src/analysis/rouge-l.js';

describe('ROUGE-L diversity', () => {
  test('when comments share their first words, then it is one minus the mean of the F-measures', () => {
    const found = diversityOf(['testing one two', 'testing one', 'testing two']);

    expect(found.pairs).toBe(3);
    expect(found.diversity).toBeCloseTo(0.3, 12); // F is 0.8, 0.8 and 0.5
  });

  test('when there are fewer than two comments, then there is none', () => {
    expect(diversityOf(['The night buses matter.']).diversity).toBeUndefined();
    expect(diversityOf([]).diversity).toBeUndefined();
  });

  test('when a comment has no Latin token, then its pairs are counted', () => {
    const texts = ['Οι νυχτερινές γραμμές', 'The night buses', 'Οι νυχτερινές γραμμές'];

    expect(diversityOf(texts)).toEqual({ diversity: 1, pairs: 3, pairsWithoutTokens: 3 });
    expect(diversityOf(texts, 'unicode')).toMatchObject({ pairsWithoutTokens: 0 });
    expect(diversityOf(texts, 'unicode').diversity).toBeCloseTo(2 / 3, 12);
  });

  test('when texts are long, then the bits of several words give the same as the table of the textbook', () => {
    const text = fc.array(fc.constantFrom('bus', 'tram', 'fare', 'free', 'night'), { maxLength: 140 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [first = new Int32Array(), second = new Int32Array()] = internTokens([a.join(' '), b.join(' ')]);
        expect(longestCommonSubsequence(first, second)).toBe(byTable(a, b));
      }),
    );
  });
});

/** The usual dynamic programme. */
function byTable(a: readonly string[], b: readonly string[]): number {
  let above = new Array<number>(b.length + 1).fill(0);
  for (const word of a) {
    const row = [0];
    b.forEach((other, column) => {
      row.push(word === other ? (above[column] ?? 0) + 1 : Math.max(row[column] ?? 0, above[column + 1] ?? 0));
    });
    above = row;
  }
  return above.at(-1) ?? 0;
}
