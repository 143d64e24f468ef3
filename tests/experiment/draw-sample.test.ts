import { expect, test } from 'vitest';
import { allocate } from '../../src/experiment/human-sample/allocate.js';
import { drawSample } from '../../src/experiment/human-sample/draw-sample.js';
import { frameOf } from '../../src/experiment/human-sample/frame.js';
import { labelled, talkOf, toxicity } from '../analysis/made-labels.js';

const sizes = [600, 250, 100, 50];

test('when a sample is divided in proportion, then shares are those of the strata; equally, they are the same until a stratum is used up', () => {
  const claims = (weightOf: (size: number) => number) =>
    sizes.map((size) => ({ size, weight: weightOf(size), least: 1 }));
  expect(
    allocate(
      claims((size) => size),
      100,
    ),
  ).toEqual([60, 25, 10, 5]);
  expect(
    allocate(
      claims(() => 1),
      100,
    ),
  ).toEqual([25, 25, 25, 25]);
  expect(
    allocate(
      claims(() => 1),
      400,
    ),
  ).toEqual([125, 125, 100, 50]);
  expect(
    allocate(
      claims(() => 1),
      5000,
    ),
  ).toEqual(sizes);
});

test('when samples are drawn with many seeds, then a comment is in as many of them as its inclusion probability says', () => {
  const frame = Array.from({ length: 40 }, (_, at) => ({
    id: `town/${at}`,
    condition: at < 30 ? 'strict' : 'none',
    role: 'participant',
    isAnnotated: true,
    labels: new Map([['toxicity', at % 10 === 0 ? '5' : '1']]),
  }));
  const draws = 1000;
  const counts = new Map<string, number>();
  const probabilities = new Map<string, number>();
  for (let seed = 1; seed <= draws; seed += 1) {
    for (const { id, item, probability } of drawSample(frame, {
      draw: 'equal',
      size: 12,
      seed,
      balanceOn: 'toxicity',
    })) {
      probabilities.set(id, probability);
      if (item !== undefined) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
  }
  const expected = [...probabilities.values()].reduce((sum, one) => sum + one, 0);
  expect(expected).toBeCloseTo(12, 9);
  for (const [id, probability] of probabilities) {
    const error = 5 * Math.sqrt((probability * (1 - probability)) / draws);
    expect(Math.abs((counts.get(id) ?? 0) / draws - probability)).toBeLessThanOrEqual(error);
  }
});

test('when labels are expected values, then a comment is in the stratum of the nearest level, not in one of its own', () => {
  const annotations = [
    labelled(toxicity, { by: 'carla', labels: [3.21, 3.44, 4.6] }),
    labelled(toxicity, { by: 'dan', labels: [2.97, 3.02, 4.8] }),
  ];
  const read = { discussion: talkOf(3, { id: 'talk', replicate: 1 }), annotations };
  const frame = frameOf(read, { metrics: [toxicity.metric], withModerator: true });

  expect(frame.map(({ labels }) => labels.get('toxicity'))).toEqual(['3', '3', '5']);
});
