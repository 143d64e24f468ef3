import { meanOfAnswers, type MeanOfAnswers, type Resampling } from './mean-of-answers.js';
import { numberOf, type KeptAnswer, type ProbedDiscussion } from './probed-discussion.js';

type Mean = MeanOfAnswers | undefined;

/**
 * How participants' answers changed from the first time to the last, beside what changes without the discussion. All over
 * the same participants: those who answered each time and in each control.
 */
export interface OpinionChange {
  condition: string;
  probe: string;
  /** The shares whose answer is another one: … */
  flips: {
    /** … at the end, having read the discussion, … */
    exposed: Mean;
    /** … at the end, as if no comment had been read, … */
    unexposed: Mean;
    /** … or at once, with nothing read in between. */
    retest: Mean;
    /** Exposed − unexposed. */
    due: Mean;
  };
  /** Mean differences, last − first; absent for categories. */
  shift?: { exposed: Mean; unexposed: Mean; due: Mean };
}

/** A probe that has no control, or was asked once: its change is not shown. */
export interface UnshownChange {
  probe: string;
  reason: string;
}

/** By condition, for the probes that have both controls (METHODS, "Probes and controls"). */
export function opinionChanges(
  byCondition: ReadonlyMap<string, readonly ProbedDiscussion[]>,
  resampling: Resampling,
): { changes: OpinionChange[]; unshown: UnshownChange[] } {
  const answers = [...byCondition.values()].flat().flatMap((discussion) => discussion.answers);
  const probes = [...new Set(answers.map(({ probe }) => probe))];
  const unshown = probes.flatMap((probe) => {
    const reason = whyUnshown(answers.filter((one) => one.probe === probe));
    return reason === undefined ? [] : [{ probe, reason }];
  });
  const shown = probes.filter((probe) => unshown.every((one) => one.probe !== probe));
  const changes = [...byCondition].flatMap(([condition, discussions]) =>
    shown.flatMap((probe) => changeOf(discussions, { condition, probe }, resampling)),
  );
  return { changes, unshown };
}

function whyUnshown(answers: readonly KeptAnswer[]): string | undefined {
  const arms = new Set(answers.map(({ arm }) => arm));
  if (new Set(answers.map(({ turns }) => turns)).size < 2) return 'it was asked only once';
  const missing = (['retest', 'no_exposure'] as const).filter((arm) => !arms.has(arm));
  return missing.length > 0 ? `it has no control ${missing.join(' and ')}` : undefined;
}

/** One participant's answers that a change is made of. */
interface Compared {
  first: KeptAnswer['value'];
  last: KeptAnswer['value'];
  retest: KeptAnswer['value'];
  unexposed: KeptAnswer['value'];
}

function changeOf(
  discussions: readonly ProbedDiscussion[],
  { condition, probe }: { condition: string; probe: string },
  resampling: Resampling,
): OpinionChange[] {
  const compared = new Map(discussions.map((discussion) => [discussion, comparedIn(discussion, probe)]));
  const all = [...compared.values()].flat();
  if (all.length === 0) return [];
  const mean = (what: string, valueOf: (one: Compared) => number): Mean =>
    meanOfAnswers(discussions, (discussion) => (compared.get(discussion) ?? []).map(valueOf), {
      ...resampling,
      purpose: ['change', condition, probe, what],
    });
  const flip = (one: KeptAnswer['value'], other: KeptAnswer['value']): number => Number(one !== other);
  const flips = {
    exposed: mean('flips', ({ first, last }) => flip(first, last)),
    unexposed: mean('flips', ({ first, unexposed }) => flip(first, unexposed)),
    retest: mean('flips', ({ last, retest }) => flip(last, retest)),
    due: mean('flips', ({ first, last, unexposed }) => flip(first, last) - flip(first, unexposed)),
  };
  if (all.some(({ first }) => numberOf(first) === undefined)) return [{ condition, probe, flips }];
  const shift = (to: KeptAnswer['value'], from: KeptAnswer['value']): number =>
    (numberOf(to) ?? 0) - (numberOf(from) ?? 0);
  return [
    {
      ...{ condition, probe, flips },
      shift: {
        exposed: mean('shift', ({ first, last }) => shift(last, first)),
        unexposed: mean('shift', ({ first, unexposed }) => shift(unexposed, first)),
        due: mean('shift', ({ last, unexposed }) => shift(last, unexposed)),
      },
    },
  ];
}

/** The participants who gave an answer at the first time, at the last, and in both controls then. */
function comparedIn({ answers }: ProbedDiscussion, probe: string): Compared[] {
  const own = answers.filter((one) => one.probe === probe);
  const turns = own.map((one) => one.turns);
  const [start, end] = [Math.min(...turns), Math.max(...turns)];
  const participants = [...new Set(own.map(({ participant }) => participant))];
  return participants.flatMap((participant) => {
    const at = (when: number, arm: KeptAnswer['arm']): KeptAnswer['value'] =>
      own.find((one) => one.participant === participant && one.turns === when && one.arm === arm)?.value ?? null;
    const values = {
      first: at(start, 'asked'),
      last: at(end, 'asked'),
      retest: at(end, 'retest'),
      unexposed: at(end, 'no_exposure'),
    };
    return Object.values(values).includes(null) ? [] : [values];
  });
}
