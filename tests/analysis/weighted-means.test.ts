import { expect, test } from 'vitest';
import { weightedMeans } from '../../src/analysis/calibration/weighted-means.js';

/** Of a stratum: so many comments, all labelled alike by models, with some labels by people. */
function stratum(
  name: string,
  size: number,
  { byModels, byPeople }: { byModels: number; byPeople: readonly number[] },
) {
  return Array.from({ length: size }, (_, at) => {
    const person = byPeople[at];
    const common = { stratum: name, byModels, probability: byPeople.length / size, isDrawn: at < byPeople.length };
    return { ...common, ...(person !== undefined && { byPeople: person }) };
  });
}

test('when strata are sampled unequally, then means are weighted by size, with the standard error of a stratified sample', () => {
  const frame = [
    ...stratum('rare', 10, { byModels: 5, byPeople: [5, 3] }),
    ...stratum('common', 90, { byModels: 1, byPeople: [1, 1, 2] }),
  ];
  const found = weightedMeans('toxicity', frame);
  // By hand: (10 · 4 + 90 · 4/3) / 100; variance (100 · 0.8 · 2 / 2 + 8100 · (1 − 3/90) · (1/3) / 3) / 100².
  expect(found).toMatchObject({ comments: 100, labelled: 5 });
  expect(found?.byModels).toBeCloseTo(1.4, 12);
  expect(found?.byPeople.mean).toBeCloseTo(1.6, 12);
  expect(found?.byPeople.se).toBeCloseTo(Math.sqrt((80 + 8100 * (29 / 30) * (1 / 9)) / 10_000), 12);
  expect(found?.difference.mean).toBeCloseTo(-0.2, 12);
});

test('when a stratum is labelled whole, then it adds no error; with one label of several, the error is unknown; without labels, there is no estimate', () => {
  const whole = weightedMeans('toxicity', stratum('all', 3, { byModels: 2, byPeople: [1, 2, 3] }));
  expect(whole?.byPeople).toEqual({ mean: 2, se: 0 });
  const one = weightedMeans('toxicity', stratum('all', 3, { byModels: 2, byPeople: [1] }));
  expect(one?.byPeople).toEqual({ mean: 1, se: undefined });
  expect(weightedMeans('toxicity', stratum('all', 3, { byModels: 2, byPeople: [] }))).toBeUndefined();
});

test('when some drawn comments have no label by people, then the others of their stratum stand for them', () => {
  const frame = [
    ...stratum('rare', 10, { byModels: 5, byPeople: [5, 3] }),
    ...stratum('common', 90, { byModels: 1, byPeople: [1, 1, 2, 2, 2, 2] }),
  ];
  const answered = frame.filter(({ byPeople }) => byPeople === 1).length;
  expect(answered).toBe(2);
  const withGaps = frame.map(({ byPeople, ...one }) =>
    byPeople === 2 || byPeople === undefined ? one : { ...one, byPeople },
  );
  expect(weightedMeans('toxicity', withGaps)?.byPeople.mean).toBeCloseTo((10 * 4 + 90 * 1) / 100, 12);
});
