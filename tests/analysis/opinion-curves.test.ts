import { describe, expect, it } from 'vitest';
import { opinionCurves, type ProbeCurves } from '../../src/analysis/probes/opinion-curves.js';
import type { KeptAnswer } from '../../src/analysis/probes/probed-discussion.js';

type Value = KeptAnswer['value'];

/** The curves of discussions, given as their answers. */
function curvesOf(given: Readonly<Record<string, readonly (readonly KeptAnswer[])[]>>): ProbeCurves[] {
  const discussions = Object.entries(given).map(([condition, all]) => {
    return [condition, all.map((answers) => ({ condition, topic: 'buses', answers }))] as const;
  });
  return opinionCurves(new Map(discussions));
}

describe('opinions as curves', () => {
  const about = {
    ...{ probe: 'support', participant: 'anna', persona: 'anna', model: 'talker' },
    time: 'during' as const,
  };
  const at = (turns: number, values: readonly (Value | undefined)[], more: Partial<KeptAnswer> = {}): KeptAnswer[] =>
    (['asked', 'retest', 'no_exposure'] as const).flatMap((arm, place) => {
      const value = values[place];
      return value === undefined ? [] : [{ ...about, turns, arm, value, ...more }];
    });

  it('when numbers are asked over time, then each condition has the mean and the number of answers of each arm', () => {
    const bob = { participant: 'bob' };
    const curves = curvesOf({
      open: [
        [...at(5, [5, 5, 3]), ...at(0, [2, 1]), ...at(0, [3, 3], bob), ...at(5, [4, 2, null], bob)],
        at(0, [4, 4]),
      ],
      closed: [at(0, [1])],
    });
    expect(curves).toEqual([
      {
        probe: 'support',
        scale: 'number',
        curves: [
          {
            condition: 'open',
            arm: 'asked',
            points: [
              { turns: 0, mean: 3, n: 3 },
              { turns: 5, mean: 4.5, n: 2 },
            ],
          },
          { condition: 'open', arm: 'no_exposure', points: [{ turns: 5, mean: 3, n: 1 }] },
          {
            condition: 'open',
            arm: 'retest',
            points: [
              { turns: 0, mean: 8 / 3, n: 3 },
              { turns: 5, mean: 3.5, n: 2 },
            ],
          },
          { condition: 'closed', arm: 'asked', points: [{ turns: 0, mean: 1, n: 1 }] },
        ],
      },
    ]);
  });

  it('when answers are ordered or true and false, then the means are of ranks and of 1 and 0', () => {
    const tone = [...at(0, ['heated'], { probe: 'tone', rank: 3 }), ...at(2, ['calm'], { probe: 'tone', rank: 1 })];
    const vote = [...at(0, [true], { probe: 'vote' }), ...at(2, [false], { probe: 'vote' })];
    const curves = curvesOf({ open: [[...tone, ...vote]] });
    const means = curves.map(({ scale, curves: [asked] }) => [scale, asked?.points.map(({ mean }) => mean)]);
    expect(means).toEqual([
      ['rank', [3, 1]],
      ['share', [1, 0]],
    ]);
  });

  it('when a probe has categories, was asked once, or is a number here and a truth there, then it has no curve', () => {
    const choice = [...at(0, ['for'], { probe: 'choice' }), ...at(2, ['against'], { probe: 'choice' })];
    const curves = curvesOf({
      open: [choice, [...at(0, [1, 1], { probe: 'once' }), ...at(0, [1]), ...at(2, [1])]],
      closed: [[...at(2, [1], { probe: 'once' }), ...at(2, [true])]],
    });
    expect(curves).toEqual([]);
  });
});
