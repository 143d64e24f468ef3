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
  shift?: Shift;
  /** The same of the means of what the model held possible: without the chance of drawing. Absent where it was not scored. */
  expectedShift?: Shift;
}

interface Shift {
  exposed: Mean;
  unexposed: Mean;
  /** Exposed − unexposed. */
  due: Mean;
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
  if (answers.some(({ isFreeText }) => isFreeText)) return 'its answers are free text';
  const arms = new Set(answers.map(({ arm }) => arm));
  if (new Set(answers.map(({ turns }) => turns)).size < 2) return 'it was asked only once';
  const missing = (['retest', 'no_exposure'] as const).filter((arm) => !arms.has(arm));
  return missing.length > 0 ? `it has no control ${missing.join(' and ')}` : undefined;
}

/** One participant's answers that a change is made of. */
interface Compared {
  first: KeptAnswer;
  /** At the first time without having read anything: the first answer itself, if that was before the discussion. */
  unread: KeptAnswer;
  last: KeptAnswer;
  retest: KeptAnswer;
  unexposed: KeptAnswer;
}

function changeOf(
  discussions: readonly ProbedDiscussion[],
  { condition, probe }: { condition: string; probe: string },
  resampling: Resampling,
): OpinionChange[] {
  const compared = new Map(discussions.map((discussion) => [discussion, comparedIn(discussion, probe)]));
  const all = [...compared.values()].flat();
  if (all.length === 0) return [];
  const mean: MeanOver = (what, valueOf) =>
    meanOfAnswers(discussions, (discussion) => (compared.get(discussion) ?? []).map(valueOf), {
      ...resampling,
      purpose: ['change', condition, probe, what],
    });
  const shift = shiftOf(all, mean, ({ value }) => numberOf(value));
  const expectedShift = shiftOf(all, mean, ({ expected }) => expected);
  return [
    {
      ...{ condition, probe, flips: flipsOf(mean) },
      ...(shift && { shift }),
      ...(expectedShift && { expectedShift }),
    },
  ];
}

type MeanOver = (what: string, valueOf: (one: Compared) => number) => Mean;

function flipsOf(mean: MeanOver): OpinionChange['flips'] {
  const flip = (one: KeptAnswer, other: KeptAnswer): number => Number(one.value !== other.value);
  return {
    exposed: mean('flips', ({ first, last }) => flip(first, last)),
    unexposed: mean('flips', ({ unread, unexposed }) => flip(unread, unexposed)),
    retest: mean('flips', ({ last, retest }) => flip(last, retest)),
    due: mean('flips', ({ first, last, unread, unexposed }) => flip(first, last) - flip(unread, unexposed)),
  };
}

/** Undefined if an answer has no number. */
function shiftOf(
  all: readonly Compared[],
  mean: MeanOver,
  numberIn: (answer: KeptAnswer) => number | undefined,
): Shift | undefined {
  const compared = all.flatMap(({ first, unread, last, unexposed }) => [first, unread, last, unexposed]);
  if (compared.some((one) => numberIn(one) === undefined)) return undefined;
  const shift = (to: KeptAnswer, from: KeptAnswer): number => (numberIn(to) ?? 0) - (numberIn(from) ?? 0);
  return {
    exposed: mean('shift', ({ first, last }) => shift(last, first)),
    unexposed: mean('shift', ({ unread, unexposed }) => shift(unexposed, unread)),
    due: mean('shift', ({ first, unread, last, unexposed }) => shift(last, first) - shift(unexposed, unread)),
  };
}

/** The participants who gave an answer at their first time, at their last, and in all controls then. */
function comparedIn({ answers }: ProbedDiscussion, probe: string): Compared[] {
  const own = answers.filter((one) => one.probe === probe);
  const participants = [...new Set(own.map(({ participant }) => participant))];
  return participants.flatMap((name) => comparedOf(own.filter(({ participant }) => participant === name)));
}

function comparedOf(own: readonly KeptAnswer[]): Compared[] {
  const turns = own.map((one) => one.turns);
  const [start, end] = [Math.min(...turns), Math.max(...turns)];
  if (start === end) return [];
  const at = (when: number, arm: KeptAnswer['arm']): KeptAnswer | undefined =>
    own.find((one) => one.turns === when && one.arm === arm && one.value !== null);
  const [first, last] = [at(start, 'asked'), at(end, 'asked')];
  const unread = first?.time === 'before' ? first : at(start, 'no_exposure');
  const [retest, unexposed] = [at(end, 'retest'), at(end, 'no_exposure')];
  return first && unread && last && retest && unexposed ? [{ first, unread, last, retest, unexposed }] : [];
}
