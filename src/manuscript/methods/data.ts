import type { StudyFacts, TurnCounts } from '../study-facts.js';
import { count, list, name, plain, thousands } from '../words.js';
import { paragraph, type Section } from './section.js';

/** What became of the plan, and how many comments there are of which quality. */
export const data: Section = {
  title: 'Data',
  write: (facts) =>
    paragraph(
      flow(facts),
      failures(facts),
      withdrawals(facts),
      annotations(facts),
      comments(facts),
      ...(['participants', 'moderator'] as const).map((who) => quality(who, facts)),
      pilot(facts),
    ),
};

function flow({ conditions }: StudyFacts): string {
  const completed = sum(conditions.map((one) => one.completed));
  const planned = sum(conditions.map((one) => one.planned ?? 0));
  if (planned === 0) return `There are ${count(completed, 'discussion')}; how many were planned is not recorded.`;
  if (completed === planned)
    return `${planned === 1 ? 'The one planned discussion was' : `All ${thousands(planned)} planned discussions were`} completed.`;
  const withdrawn = sum(conditions.map((one) => one.withdrawn));
  const are = withdrawn > 0 ? ['is in the data set', 'are in the data set'] : ['was completed', 'were completed'];
  const became = `${thousands(completed)} ${are[completed === 1 ? 0 : 1] ?? ''}`;
  const rest = missing(conditions);
  return `Of ${count(planned, 'planned discussion')}, ${became}${rest.length > 0 ? `; ${list(rest)}` : ''}.`;
}

function missing(conditions: StudyFacts['conditions']): string[] {
  const [withdrawn, failed] = [sum(conditions.map((one) => one.withdrawn)), sum(conditions.map((one) => one.failed))];
  const rest = sum(conditions.map((one) => (one.planned ?? 0) - one.completed)) - withdrawn - failed;
  return [
    ...(withdrawn > 0 ? [`${thousands(withdrawn)} ${withdrawn === 1 ? 'was' : 'were'} withdrawn`] : []),
    ...(failed > 0 ? [`${thousands(failed)} failed`] : []),
    ...(rest > 0 ? [`${thousands(rest)} ${rest === 1 ? 'is' : 'are'} not finished`] : []),
  ];
}

function failures({ failures: reasons }: StudyFacts): string {
  return reasons.length === 0
    ? ''
    : `Reasons of failures: ${reasons.map(({ reason, count: number }) => `${plain(reason)} (${number})`).join('; ')}.`;
}

/** Nothing takes the place of a withdrawn discussion, unless the whole design grows. */
function withdrawals({ withdrawals: reasons, conditions }: StudyFacts): string {
  const all = sum(reasons.map(({ count: number }) => number));
  if (all === 0) return '';
  const where = conditions
    .filter(({ withdrawn }) => withdrawn > 0)
    .map((one) => `${one.withdrawn} in ${name(one.name)}`);
  const byCondition = conditions.length === 1 ? '' : ` (${list(where)})`;
  const why = reasons.map(({ reason, count: number }) => `${plain(reason)} (${number})`).join('; ');
  return all === 1
    ? `The withdrawn discussion was left out on purpose, with its annotations${byCondition}, and was not replaced. Reason: ${why}.`
    : `The withdrawn discussions were left out on purpose, with their annotations${byCondition}, and were not replaced. Reasons: ${why}.`;
}

function annotations({ annotationSets }: StudyFacts): string {
  const made = sum(annotationSets.map((set) => set.annotations));
  const planned = sum(annotationSets.map((set) => set.planned ?? 0));
  if (made === 0) return '';
  const failed = sum(annotationSets.map((set) => set.failed));
  const head = `One annotator's reading of one discussion is an annotation`;
  if (planned === made) return `${head}; all ${thousands(planned)} that were planned were completed.`;
  if (planned === 0) return `${head}; there are ${thousands(made)}.`;
  return `${head}; of ${thousands(planned)} planned ones, ${thousands(made)} were completed${failed > 0 ? ` and ${thousands(failed)} failed` : ''}.`;
}

function comments({ comments: { openings, participants, moderator } }: StudyFacts): string {
  const parts = [
    ...(openings > 0 ? [count(openings, 'seed opinion')] : []),
    `${count(participants.offered, 'turn')} of participants`,
    ...(moderator.offered > 0 ? [`${count(moderator.offered, 'turn')} offered to the moderator`] : []),
  ];
  return `The data comprise ${list(parts)}.`;
}

function quality(who: 'participants' | 'moderator', { comments: counts, run }: StudyFacts): string {
  if (counts[who].offered === 0) return '';
  const found = flawsOf(counts[who]);
  const turns = `the ${who === 'moderator' ? "moderator's" : "participants'"} turns`;
  if (found.length > 0) return `Of ${turns}, ${list(found)}.`;
  return run ? `None of ${turns} was silent, missing, cut off, repaired or repeated.` : '';
}

function flawsOf({ silent, missing, truncated, repaired, retried }: TurnCounts): string[] {
  const were = (number: number): string => `${thousands(number)} ${number === 1 ? 'was' : 'were'}`;
  const all: [number, string][] = [
    [silent, `${were(silent)} silent`],
    [missing, `${thousands(missing)} gave no usable comment`],
    [truncated, `${were(truncated)} cut off at the token limit`],
    [repaired, `${were(repaired)} repaired (text written for another speaker removed)`],
    [retried, `${thousands(retried)} needed more than one try`],
  ];
  return all.flatMap(([number, words]) => (number > 0 ? [words] : []));
}

const enoughDiscussions = 10;

function pilot({ conditions }: StudyFacts): string {
  const least = Math.min(...conditions.map(({ completed }) => completed));
  if (least >= enoughDiscussions) return '';
  const where = conditions.length === 1 ? '' : ' in a condition';
  return `With ${least === 0 ? 'no discussion' : `as few as ${count(least, 'discussion')}`}${where}, this is a pilot and does not support conclusions about differences.`.replace(
    'as few as ',
    conditions.length === 1 ? 'only ' : 'as few as ',
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
