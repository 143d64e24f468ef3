import { numberOf, type KeptAnswer, type ProbedDiscussion } from './probed-discussion.js';

/** The mean answers to one probe over time, in the conditions in which it was answered. */
export interface ProbeCurves {
  probe: string;
  /** What the means are of: numbers, ranks of ordered values from 1, or true as 1 and false as 0. */
  scale: 'number' | 'rank' | 'share';
  /** Asked first, then the controls. */
  curves: readonly OpinionCurve[];
}

export interface OpinionCurve {
  condition: string;
  arm: KeptAnswer['arm'];
  /** In the order of time; only times with an answer. */
  points: readonly OpinionPoint[];
}

interface OpinionPoint {
  /** Participants' turns so far. */
  turns: number;
  mean: number;
  /** Answers. */
  n: number;
}

const arms = ['asked', 'no_exposure', 'retest'] as const;

/** Of the probes that were asked at two times at least in some condition. Categories and free text have no mean. */
export function opinionCurves(byCondition: ReadonlyMap<string, readonly ProbedDiscussion[]>): ProbeCurves[] {
  const given = [...byCondition].map(([condition, discussions]) => {
    const answers = discussions.flatMap((one) => one.answers.filter(({ value }) => value !== null));
    return { condition, byProbe: groupBy(answers, ({ probe }) => probe) };
  });
  const probes = [...new Set(given.flatMap(({ byProbe }) => [...byProbe.keys()]))];
  return probes.flatMap((probe) => {
    const own = given.map(({ condition, byProbe }) => ({ condition, answers: byProbe.get(probe) ?? [] }));
    const scale = scaleOf(own.flatMap(({ answers }) => answers));
    const curves = own.flatMap(curvesOf);
    const isOverTime = curves.some(({ arm, points }) => arm === 'asked' && points.length > 1);
    return scale && isOverTime ? [{ probe, scale, curves }] : [];
  });
}

function curvesOf({ condition, answers }: { condition: string; answers: readonly KeptAnswer[] }): OpinionCurve[] {
  return arms.flatMap((arm) => {
    const points = pointsOf(answers.filter((one) => one.arm === arm));
    return points.length > 0 ? [{ condition, arm, points }] : [];
  });
}

/** Undefined also where conditions have the same probe on different scales. */
function scaleOf(answers: readonly KeptAnswer[]): ProbeCurves['scale'] | undefined {
  const found = new Set(
    answers.map(({ value, rank }) => {
      if (typeof value === 'number') return 'number';
      if (typeof value === 'boolean') return 'share';
      return rank === undefined ? undefined : 'rank';
    }),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

function pointsOf(answers: readonly KeptAnswer[]): OpinionPoint[] {
  return [...groupBy(answers, ({ turns }) => turns)]
    .map(([turns, own]) => {
      const sum = own.reduce((all, { rank, value }) => all + (rank ?? numberOf(value) ?? 0), 0);
      return { turns, mean: sum / own.length, n: own.length };
    })
    .sort((one, other) => one.turns - other.turns);
}

function groupBy<Key>(answers: readonly KeptAnswer[], keyOf: (one: KeptAnswer) => Key): Map<Key, KeptAnswer[]> {
  const groups = new Map<Key, KeptAnswer[]>();
  for (const one of answers) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return groups;
}
