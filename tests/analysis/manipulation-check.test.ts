import { describe, expect, test } from 'vitest';
import { exactInterval } from '../../src/analysis/exact-interval.js';
import { discussionFigures, type DiscussionFigures } from '../../src/analysis/discussion-figures.js';
import { checkManipulation, type DesignedCondition } from '../../src/analysis/manipulation-check.js';
import { usualOptions } from '../../src/analysis/measures/measure.js';
import { discussionOf } from './town-hall.js';

const design: DesignedCondition = {
  turnManager: 'random_weighted',
  respondProbability: 0.4,
  turns: 5,
  historyLength: 3,
  leavesOutSilence: false,
  moderatorTurns: 0,
  seats: () => new Map(),
};

function figuresOf(speakers: readonly string[]): DiscussionFigures {
  const discussion = discussionOf(speakers.map((by) => ({ by, text: 'Free buses for all.' })));
  return discussionFigures(discussion, [], { ...usualOptions, categories: new Map() }).figures;
}

function replyRate(figures: readonly DiscussionFigures[], changes: Partial<DesignedCondition> = {}) {
  return checkManipulation('town', figures, { ...design, ...changes }).find(({ what }) => what === 'reply rate');
}

describe('exact interval of a share', () => {
  test.each([
    [15, 20, 0.5089541, 0.9134285],
    [23, 34, 0.4947347, 0.8261166],
    [0, 10, 0, 0.3084971],
    [10, 10, 0.6915029, 1],
    [30_000, 50_000, 0.5956902, 0.6042982],
  ])('when %i of %i draws succeed, then it is that of Clopper and Pearson in scipy', (part, whole, low, high) => {
    const interval = exactInterval(part, whole);
    expect(interval?.low).toBeCloseTo(low, 6);
    expect(interval?.high).toBeCloseTo(high, 6);
  });
});

describe('reply rate', () => {
  const replying = ['anna', 'ben', 'anna', 'cleo', 'anna'];

  test('when few turns were drawn, then their number and the exact interval stand beside the share', () => {
    const rate = replyRate([figuresOf(replying), figuresOf(replying)]);
    expect(rate).toMatchObject({ realised: 4 / 6, draws: 6, interval: exactInterval(4, 6) });
    expect(rate?.designed).toBeCloseTo(0.4 + 0.6 / 2, 12);
  });

  test('when silent turns are left out of discussions, then only those without a silent turn are counted', () => {
    const cut = ['anna', 'ben', 'anna', 'ben'];
    expect(replyRate([figuresOf(replying), figuresOf(cut)], { leavesOutSilence: true })?.draws).toBe(3);
    expect(replyRate([figuresOf(replying), figuresOf(cut)])?.draws).toBe(5);
    expect(replyRate([figuresOf(cut)], { leavesOutSilence: true })).toMatchObject({ realised: undefined });
  });
});
