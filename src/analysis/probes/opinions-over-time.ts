import { meanOfAnswers, type MeanOfAnswers, type Resampling } from './mean-of-answers.js';
import { numberOf, type KeptAnswer, type ProbedDiscussion } from './probed-discussion.js';

/** What the participants of a condition answered at one time. */
export interface OpinionAtTime extends MeanOfAnswers {
  condition: string;
  probe: string;
  /** The category whose share `mean` is; absent for numbers. */
  value?: string;
  time: KeptAnswer['time'];
  turns: number;
  arm: KeptAnswer['arm'];
}

/** Means of numbers and shares of categories, by condition, time and arm. */
export function opinionsOverTime(
  byCondition: ReadonlyMap<string, readonly ProbedDiscussion[]>,
  resampling: Resampling,
): OpinionAtTime[] {
  return [...byCondition].flatMap(([condition, discussions]) => {
    const answers = discussions.flatMap((discussion) => discussion.answers.filter(({ isFreeText }) => !isFreeText));
    return cellsOf(answers).flatMap(({ probe, turns, time, arm }) => {
      const here = (one: KeptAnswer): boolean => one.probe === probe && one.turns === turns && one.arm === arm;
      return levelsOf(answers.filter((one) => one.probe === probe)).flatMap((value) => {
        const purpose = [condition, probe, value ?? '', String(turns), arm];
        const found = meanOfAnswers(
          discussions,
          (discussion) => discussion.answers.filter(here).flatMap((one) => measured(one, value)),
          { ...resampling, purpose },
        );
        return found
          ? [{ condition, probe, ...(value !== undefined && { value }), ...{ time, turns, arm }, ...found }]
          : [];
      });
    });
  });
}

type Cell = Pick<KeptAnswer, 'probe' | 'turns' | 'time' | 'arm'>;

/** Probe by probe, then arm by arm, in the order of time. */
function cellsOf(answers: readonly KeptAnswer[]): Cell[] {
  const cells = new Map(answers.map((one) => [JSON.stringify([one.probe, one.arm, one.turns]), one]));
  const orderOf = (key: 'probe' | 'arm'): string[] => [...new Set(answers.map((one) => one[key]))];
  const [probes, arms] = [orderOf('probe'), orderOf('arm')];
  return [...cells.values()].sort(
    (one, other) =>
      probes.indexOf(one.probe) - probes.indexOf(other.probe) ||
      arms.indexOf(one.arm) - arms.indexOf(other.arm) ||
      one.turns - other.turns,
  );
}

/** Undefined stands for the number itself. */
function levelsOf(answers: readonly KeptAnswer[]): (string | undefined)[] {
  const words = answers.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  return words.length > 0 ? [...new Set(words)].sort() : [undefined];
}

function measured({ value }: KeptAnswer, level: string | undefined): number[] {
  if (value === null) return [];
  if (level !== undefined) return [Number(value === level)];
  const number = numberOf(value);
  return number === undefined ? [] : [number];
}
