import { meanOfAnswers, type MeanOfAnswers, type Resampling } from './mean-of-answers.js';
import type { KeptAnswer, ProbedDiscussion } from './probed-discussion.js';

/** The share of answers to a statement and its negation that lie on opposite sides of the scale, or both in its middle. */
export interface Consistency extends MeanOfAnswers {
  probe: string;
  negates: string;
  model: string;
  /** Absent where all personas count together. */
  persona?: string;
}

/** By model, then by persona and model. Controls are left out. */
export function consistencyOfPairs(discussions: readonly ProbedDiscussion[], resampling: Resampling): Consistency[] {
  const answers = discussions.flatMap((discussion) => discussion.answers);
  const pairs = new Map(answers.flatMap(({ probe, negates }) => (negates === undefined ? [] : [[probe, negates]])));
  return [...pairs].flatMap(([probe, negates]) => {
    const groups = groupsOf(answers.filter((one) => one.probe === probe));
    return groups.flatMap((group): Consistency[] => {
      const valuesOf = (discussion: ProbedDiscussion): number[] => coherent(discussion, { probe, negates, ...group });
      const purpose = ['consistency', probe, group.model, group.persona ?? ''];
      const found = meanOfAnswers(discussions, valuesOf, { ...resampling, purpose });
      return found ? [{ probe, negates, ...group, ...found }] : [];
    });
  });
}

interface Group {
  model: string;
  persona?: string;
}

function groupsOf(answers: readonly KeptAnswer[]): Group[] {
  const all = new Map<string, Group>();
  for (const { model } of answers) all.set(JSON.stringify([model]), { model });
  for (const { model, persona } of answers) all.set(JSON.stringify([model, persona]), { model, persona });
  return [...all.values()];
}

function coherent({ answers }: ProbedDiscussion, pair: Group & { probe: string; negates: string }): number[] {
  const asked = answers.filter(
    ({ arm, model, persona }) =>
      arm === 'asked' && model === pair.model && (pair.persona === undefined || persona === pair.persona),
  );
  return asked.flatMap(({ probe, side, turns, participant }) => {
    if (probe !== pair.probe || side === undefined) return [];
    const other = asked.find(
      (one) => one.probe === pair.negates && one.turns === turns && one.participant === participant,
    );
    return other?.side === undefined ? [] : [Number(side + other.side === 0)];
  });
}
