import { describe, expect, test } from 'vitest';
import { alphaStatistic } from '../../src/analysis/agreement/alpha.js';
import { estimate, figuresOf } from '../../src/analysis/agreement/estimate.js';
import { iccStatistic } from '../../src/analysis/agreement/icc.js';
import { kappa } from '../../src/analysis/agreement/kappa.js';
import { histogram, ndfu, originalNdfu } from '../../src/analysis/agreement/ndfu.js';
import { pairTable } from '../../src/analysis/agreement/pair-table.js';
import { pairwiseStatistic } from '../../src/analysis/agreement/pairwise.js';
import { openStream } from '../../src/random-stream.js';

const five = [1, 2, 3, 4, 5];
const allLevels = ['nominal', 'ordinal', 'interval', 'ratio'] as const;

/** One text per coder, a digit per comment; a dot is no label. */
function rowsOf(...coders: readonly string[]): number[][] {
  return Array.from(coders[0] ?? '', (_, comment) => coders.map((labels) => Number(labels[comment]) || 0));
}

describe('known answers', () => {
  test('when the data are those of Krippendorff 2011, then alpha is his at every level', () => {
    const rows = rowsOf('123321412...', '1233224125.3', '.3332342251.', '12332441251.');
    const figures = figuresOf(alphaStatistic({ numbers: five, levels: allLevels }), rows);

    expect(figures['alpha_nominal']).toBeCloseTo(0.743421, 6);
    expect(figures['alpha_ordinal']).toBeCloseTo(0.815388, 6);
    expect(figures['alpha_interval']).toBeCloseTo(0.849107, 6);
    expect(figures['alpha_ratio']).toBeCloseTo(0.797403, 6);
  });

  test('when all labels are equal, then alpha and kappa are undefined, and agreement is whole', () => {
    const rows = rowsOf('3333', '3333');

    expect(figuresOf(alphaStatistic({ numbers: five, levels: allLevels }), rows)).toEqual({
      alpha_nominal: undefined,
      alpha_ordinal: undefined,
      alpha_interval: undefined,
      alpha_ratio: undefined,
    });
    const names = ['kappa', 'kappa_linear', 'kappa_quadratic', 'spearman', 'percent_agreement'] as const;
    expect(figuresOf(pairwiseStatistic({ size: 5, pairs: [[0, 1]], names }), rows)).toEqual({
      kappa: undefined,
      kappa_linear: undefined,
      kappa_quadratic: undefined,
      spearman: undefined,
      percent_agreement: 1,
    });
  });

  test('when the ratings are those of Shrout & Fleiss 1979, then the ICCs are theirs', () => {
    const ratings = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
      [6, 0, 4, 7],
    ];
    const numbers = Array.from({ length: 10 }, (_, index) => index + 1);
    const figures = figuresOf(iccStatistic({ coders: 4, numbers }), ratings);

    expect(figures['icc_a1']).toBeCloseTo(0.289764, 6);
    expect(figures['icc_ak']).toBeCloseTo(0.620051, 6);
    expect(figures['icc_c1']).toBeCloseTo(0.714841, 6);
    expect(figures).toMatchObject({ icc_n: 6, icc_dropped: 1 });
  });

  test('when the table is that of the SAS example, then kappa is .4842 and linear kappa .4701', () => {
    const counts = [
      [0, 4, 1],
      [0, 8, 0],
      [0, 1, 5],
    ];
    const cells = counts.flatMap((row, first) => row.map((count, second) => ({ first, second, count })));

    expect(kappa(pairTable(3, cells), 'unweighted')).toBeCloseTo(0.4842, 4);
    expect(kappa(pairTable(3, cells), 'linear')).toBeCloseTo(0.4701, 4);
  });

  test('when labels are 1,1,2,5,5,5 on 1 to 5, then nDFU is 1/3; with one peak it is 0, tied modes included', () => {
    const of = (labels: readonly number[]): number => ndfu(histogram(labels, 5));

    expect(of([1, 1, 2, 5, 5, 5])).toBeCloseTo(1 / 3, 12);
    expect([of([1, 2]), of([1, 1, 2]), of([3])]).toEqual([0, 0, 0]);
    expect([of([1, 5]), of([1, 1, 5, 5])]).toEqual([1, 1]);
  });

  test('when levels are binned by the observed range, as the original does, then two neighbours are two peaks', () => {
    expect([originalNdfu([1, 2]), originalNdfu([1, 1, 2]), originalNdfu([3, 3])]).toEqual([1, 0.5, 0]);
  });
});

describe('intervals', () => {
  const statistic = () => alphaStatistic({ numbers: five, levels: ['ordinal'] });

  test('when discussions are drawn again, then an interval of each figure surrounds it, the same for the same seed', () => {
    const clusters = madeClusters({ discussions: 40, comments: 10, coders: 3 });
    const of = () => estimate({ statistic: statistic(), strata: [clusters], random: openStream([1, 'test']) });
    const alpha = of().get('alpha_ordinal');

    expect(alpha?.interval?.low).toBeLessThan(alpha?.estimate ?? Number.NaN);
    expect(alpha?.interval?.high).toBeGreaterThan(alpha?.estimate ?? Number.NaN);
    expect(alpha?.interval).toMatchObject({ resamples: 2000, undefinedResamples: 0 });
    expect(of()).toEqual(new Map([['alpha_ordinal', alpha]]));
  });

  test('when a resample has no variation, then it is counted and left out', () => {
    const clusters = [rowsOf('11', '11'), rowsOf('11', '11'), rowsOf('11', '11'), rowsOf('15', '15')];
    const found = estimate({ statistic: statistic(), strata: [clusters], random: openStream([1, 'test']) });
    const alpha = found.get('alpha_ordinal');

    expect(alpha?.estimate).toBe(1);
    expect(alpha?.interval?.undefinedResamples).toBeGreaterThan(400);
    expect(alpha?.interval?.undefinedResamples).toBeLessThan(900);
  });

  test('when there are three clusters, then there is no interval', () => {
    const clusters = [rowsOf('12', '12'), rowsOf('13', '11'), rowsOf('15', '14')];
    const found = estimate({ statistic: statistic(), strata: [clusters], random: openStream([1, 'test']) });

    expect(found.get('alpha_ordinal')?.interval).toBeUndefined();
  });
});

/** Coders who see a comment's level with an error of a level at most. */
function madeClusters({ discussions, comments, coders }: Record<'discussions' | 'comments' | 'coders', number>) {
  const random = openStream([7, 'made']);
  return Array.from({ length: discussions }, () =>
    Array.from({ length: comments }, () => {
      const level = 2 + random.integer(3);
      return Array.from({ length: coders }, () => level - 1 + random.integer(3));
    }),
  );
}
