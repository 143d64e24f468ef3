import { describe, expect, it } from 'vitest';
import { analyseProbes, type ProbeAnalysis } from '../../src/analysis/probes/analyse-probes.js';
import type { MeanOfAnswers } from '../../src/analysis/probes/mean-of-answers.js';
import type { KeptAnswer, ProbedDiscussion } from '../../src/analysis/probes/probed-discussion.js';
import { probeTables } from '../../src/analysis/tables/probe-tables.js';
import { openStream } from '../../src/random-stream.js';

type Value = KeptAnswer['value'];

function answer(given: Partial<KeptAnswer> & { value: Value }): KeptAnswer {
  const about = { probe: 'support', participant: 'anna', persona: 'anna', model: 'talker' };
  return { ...about, turns: 0, time: 'before', arm: 'asked', ...given };
}

/** One participant: asked before and after, then the controls after. */
function changing(
  participant: string,
  answers: readonly [first: Value, last: Value, retest: Value, unexposed: Value],
): KeptAnswer[] {
  const [first, last, retest, unexposed] = answers;
  const after = { participant, turns: 4, time: 'after' as const };
  return [
    answer({ participant, value: first }),
    answer({ ...after, value: last }),
    answer({ ...after, arm: 'retest', value: retest }),
    answer({ ...after, arm: 'no_exposure', value: unexposed }),
  ];
}

function debate(answers: readonly KeptAnswer[], condition = 'open'): ProbedDiscussion {
  return { condition, topic: 'buses', answers };
}

function analysed(discussions: readonly ProbedDiscussion[]): ProbeAnalysis {
  const openRandom = (...purpose: readonly string[]) => openStream([7, 'analysis', ...purpose]);
  return analyseProbes(discussions, { cluster: 'discussion', openRandom });
}

describe('opinion change', () => {
  const discussions = [
    debate([...changing('anna', [2, 4, 4, 2]), ...changing('bob', [3, 3, 2, 4])]),
    debate([...changing('anna', [1, 4, 4, 1]), ...changing('bob', [5, null, 5, 5])]),
  ];

  it('when participants answered at both times and in both controls, then the change due to the discussion is the exposed one less the unexposed one', () => {
    const [change] = analysed(discussions).changes;
    const means = (found: Readonly<Record<string, MeanOfAnswers | undefined>> = {}): unknown =>
      Object.fromEntries(Object.entries(found).map(([what, one]) => [what, one && [one.n, one.mean]]));
    expect(means({ ...change?.shift })).toEqual({ exposed: [3, 5 / 3], unexposed: [3, 1 / 3], due: [3, 4 / 3] });
    expect(means(change?.flips)).toEqual({
      exposed: [3, 2 / 3],
      unexposed: [3, 1 / 3],
      retest: [3, 1 / 3],
      due: [3, 1 / 3],
    });
  });

  it('when discussions differ but participants within do not, then the interval is that of the discussions', () => {
    const towns = [0, 0, 0, 3, 3, 3].map((shift) =>
      debate(Array.from({ length: 50 }, (_, seat) => changing(`p${seat}`, [1, 1 + shift, 1, 1])).flat()),
    );
    const interval = analysed(towns).changes[0]?.shift?.due?.interval;
    expect(interval?.low).toBeLessThanOrEqual(0.5);
    expect(interval?.high).toBeGreaterThanOrEqual(2.5);
  });

  it('when the engine scores answers, then the change of what it held likely stands beside that of the draws', () => {
    const answers = changing('anna', [2, 5, 4, 1]).map((one, at) => ({ ...one, expected: [3, 3.5, 3, 3.25][at] ?? 0 }));
    const [change] = analysed([debate(answers)]).changes;
    expect([change?.shift?.due?.mean, change?.expectedShift?.due?.mean]).toEqual([4, 0.25]);
    const table = probeTables(analysed([debate(answers)])).find(({ name }) => name === 'opinion-change');
    expect(table?.rows.map(([, , kind, n]) => [kind, n])).toEqual([
      ['drawn', '1'],
      ['expected', '1'],
    ]);
    expect(analysed(discussions).changes[0]).not.toHaveProperty('expectedShift');
  });

  it('when answers are categories, then there are flips, and no mean change', () => {
    const [change] = analysed([debate(changing('anna', ['yes', 'no', 'no', 'yes']))]).changes;
    expect(change?.flips.due?.mean).toBe(1);
    expect(change).not.toHaveProperty('shift');
  });

  it('when a control is missing, or it was asked once, then no change is shown, and why', () => {
    const [first, last] = changing('anna', [1, 5, 5, 5]);
    const once = answer({ probe: 'once', value: 3 });
    const found = analysed([debate([first, last, once].filter((one) => one !== undefined))]);
    expect(found.changes).toEqual([]);
    expect(found.unshown).toEqual([
      { probe: 'support', reason: 'it has no control retest and no_exposure' },
      { probe: 'once', reason: 'it was asked only once' },
    ]);
    expect(probeTables(found).map(({ name }) => name)).toEqual(['opinions', 'opinion-change-not-shown']);
  });

  it('when participants had read something at the first time, then the unexposed change is from their answer without it', () => {
    const at = (turns: number, time: KeptAnswer['time'], values: readonly [Value, Value, Value]): KeptAnswer[] => {
      const arms = ['asked', 'retest', 'no_exposure'] as const;
      return arms.map((arm, place) => answer({ turns, time, arm, value: values[place] ?? null }));
    };
    const [change] = analysed([debate([...at(2, 'during', [4, 4, 1]), ...at(5, 'after', [4, 4, 1])])]).changes;
    expect([change?.shift?.exposed, change?.shift?.unexposed, change?.shift?.due].map((one) => one?.mean)).toEqual([
      0, 0, 0,
    ]);
    expect(change?.flips.unexposed?.mean).toBe(0);
  });

  it('when participants are asked at times of their own, then each changes from its first time to its last', () => {
    const at = (participant: string, turns: number, value: number): KeptAnswer[] =>
      (['asked', 'retest', 'no_exposure'] as const).map((arm) =>
        answer({ participant, turns, time: 'during', arm, value: arm === 'no_exposure' ? 1 : value }),
      );
    const answers = [...at('anna', 1, 2), ...at('bob', 2, 3), ...at('anna', 3, 4), ...at('bob', 4, 3)];
    const [change] = analysed([debate(answers)]).changes;
    expect([change?.shift?.exposed?.n, change?.shift?.exposed?.mean, change?.shift?.unexposed?.mean]).toEqual([
      2, 1, 0,
    ]);
  });

  it('when answers are free text, then nothing is counted, and why is said', () => {
    const answers = changing('anna', ['Because.', 'Well.', 'Well, well.', 'So.']).map((one) => ({
      ...one,
      isFreeText: true,
    }));
    const found = analysed([debate(answers)]);
    expect([found.opinions, found.changes]).toEqual([[], []]);
    expect(found.unshown).toEqual([{ probe: 'support', reason: 'its answers are free text' }]);
  });

  it('when conditions differ, then each has its opinions over time', () => {
    const { opinions } = analysed([...discussions, debate(changing('anna', [5, 1, 1, 5]), 'closed')]);
    const asked = opinions.filter(({ arm }) => arm === 'asked');
    expect(asked.map(({ condition, time, n, mean }) => [condition, time, n, mean])).toEqual([
      ['open', 'before', 4, 2.75],
      ['open', 'after', 3, 11 / 3],
      ['closed', 'before', 1, 5],
      ['closed', 'after', 1, 1],
    ]);
  });

  it('when answers are categories, then each has its share over time', () => {
    const { opinions } = analysed([
      debate([
        answer({ value: 'yes' }),
        answer({ participant: 'bob', value: 'no' }),
        answer({ participant: 'carla', value: 'no' }),
      ]),
    ]);
    expect(opinions.map(({ value, mean }) => [value, mean])).toEqual([
      ['no', 2 / 3],
      ['yes', 1 / 3],
    ]);
  });
});

describe('consistency of a question and its negation', () => {
  const pair = (
    participant: string,
    side: KeptAnswer['side'],
    other: KeptAnswer['side'],
    more: Partial<KeptAnswer> = {},
  ) => {
    const sided = (one: KeptAnswer['side']) => (one === undefined ? {} : { side: one });
    return [
      answer({ participant, persona: participant, value: 1, ...sided(side), ...more }),
      answer({
        participant,
        persona: participant,
        probe: 'oppose',
        negates: 'support',
        value: 1,
        ...sided(other),
        ...more,
      }),
    ];
  };

  it('when answers lie on opposite sides, or both in the middle, then they are coherent, by model and by persona', () => {
    const { consistency } = analysed([
      debate([...pair('anna', 1, -1), ...pair('bob', 1, 1), ...pair('carla', 0, 0), ...pair('dora', undefined, 1)]),
      debate([
        ...pair('anna', 1, 1),
        ...pair('bob', 1, -1, { model: 'other' }),
        ...pair('bob', 1, 1, { arm: 'retest' }),
      ]),
    ]);
    const rows = consistency.map(({ model, persona, n, mean }) => [model, persona, n, mean]);
    expect(rows).toEqual([
      ['talker', undefined, 4, 0.5],
      ['other', undefined, 1, 1],
      ['talker', 'anna', 2, 0.5],
      ['talker', 'bob', 1, 0],
      ['talker', 'carla', 1, 1],
      ['other', 'bob', 1, 1],
    ]);
  });
});
