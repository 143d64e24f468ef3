import { describeContrast } from '../../analysis/effects/contrasts.js';
import type { ConditionFacts, StudyFacts } from '../study-facts.js';
import { code, count, countInWords, list, name, plain, quotedEnd, thousands } from '../words.js';
import { speakersOf } from '../speakers-of.js';
import { spread } from '../spread.js';
import { paragraph, type Section } from './section.js';

/** How many discussions of which conditions, how they were randomised, and what was declared beforehand. */
export const design: Section = {
  title: 'Design',
  write: (facts) =>
    paragraph(conditionsOf(facts), replicatesOf(facts), extensions(facts), randomisation(facts), declared(facts)),
};

function conditionsOf({ conditions, experiment, models }: StudyFacts): string {
  const factors = factorsOf(conditions);
  const study = `(study ${name(experiment)})`;
  if (factors.size === 0) {
    const kind = conditions.length === 1 ? 'in a single condition' : `in ${conditions.length} conditions`;
    const names =
      conditions.length > 1 && conditions.length <= 8 ? ` (${list(conditions.map((one) => name(one.name)))})` : '';
    return `${opening(models)} ${study} ${kind}${names}.`;
  }
  const crossed = [...factors].map(([factor, levels]) => `${name(factor)} (${[...levels].map(plain).join(', ')})`);
  const sizes = [...factors.values()].map(({ size }) => size);
  const cells = sizes.reduce((product, size) => product * size, 1);
  if (factors.size === 1)
    return `${opening(models)} ${study} in ${count(conditions.length, 'condition')}, the levels of one factor: ${crossed.join('')}.`;
  const rest = cells === conditions.length ? '' : `; ${conditions.length} of the ${cells} combinations were included`;
  const isWhole = cells === conditions.length;
  return `${opening(models)} ${study} in a ${sizes.join(' × ')} ${isWhole ? 'factorial' : 'incomplete factorial'} design that crossed ${list(crossed)}${rest}.`;
}

function opening(models: StudyFacts['models']): string {
  return {
    rehearsal: 'We generated synthetic online discussions in a rehearsal without a language model',
    models: 'We generated synthetic online discussions with large language models',
    unknown: 'The material consists of online discussions and does not record who or what wrote them',
  }[speakersOf(models, ['participants', 'moderator'])];
}

function factorsOf(conditions: readonly ConditionFacts[]): Map<string, Set<string>> {
  const factors = new Map<string, Set<string>>();
  for (const condition of conditions)
    for (const [factor, level] of Object.entries(condition.factors))
      factors.set(factor, (factors.get(factor) ?? new Set()).add(level));
  return factors;
}

function replicatesOf({ conditions }: StudyFacts): string {
  const known = conditions.every(({ planned }) => planned !== undefined);
  const numbers = conditions.map(({ planned, completed }) => planned ?? completed);
  const [first = 0] = numbers;
  const isEqual = numbers.every((number) => number === first);
  const head = known ? 'We planned' : 'There are';
  const total = numbers.reduce((sum, number) => sum + number, 0);
  if (conditions.length === 1) return `${head} ${count(first, 'discussion')}.`.replace('are 1', 'is 1');
  if (isEqual) return `${head} ${count(first, 'discussion')} per condition, ${thousands(total)} in all.`;
  const groups = spread(conditions, ({ planned, completed }) => planned ?? completed);
  const sizes = groups.map(({ value, conditions: own }) => `${count(value, 'discussion')} ${placed(own)}`);
  return `${head} ${list(sizes)}, ${thousands(total)} in all.`;
}

/** More data than planned at first, perhaps after a look at the results: readers must know. */
function extensions({ steps: [first = 0, ...more] }: StudyFacts): string {
  if (more.length === 0) return '';
  return `The plan was extended after it had been frozen: it had ${count(first, 'discussion')} at first, and ${list(more.map(thousands), 'and then')} ${more.length === 1 && more[0] === 1 ? 'was' : 'were'} added.`;
}

function placed(own: readonly ConditionFacts[]): string {
  const [only] = own;
  return only && own.length === 1 ? `in condition ${name(only.name)}` : `in each of ${own.length} conditions`;
}

function randomisation({ run, conditions, models }: StudyFacts): string {
  if (!run)
    return 'The material does not record how topics, participants and speakers were assigned, nor any random seed.';
  const kind = conditions[0]?.settings?.['design'];
  const isFixed = models.some(({ decoding }) => decoding.some(({ settings }) => 'sampling_seed' in settings));
  const draws = [
    'topics',
    'participants',
    'seats',
    'roles',
    'speakers',
    ...(isFixed ? [] : ['the sampling seed of every reply']),
  ];
  const seeds = `All random choices (${list(draws)}) were derived from one master seed, ${run.seed}.`;
  if (conditions.length < 2) return seeds;
  return `${describeDesign(typeof kind === 'string' ? kind : '')} ${seeds}`.trim();
}

function quoted(text: string): string {
  return `“${plain(text)}”`;
}

function describeDesign(kind: string): string {
  if (kind === 'paired')
    return 'The design was paired: the discussions with the same number in different conditions had the same topic, participants, seating and random draws for turn taking, apart from what the factors themselves changed, and differed in the sampling of their texts.';
  if (kind === 'balanced')
    return 'The design was paired and balanced: the discussions with the same number in different conditions had the same set-up, and personas, topics and roles were drawn in permuted blocks, so that each occurred equally often, or once more or less.';
  if (kind === 'independent')
    return 'The design was independent: topics, participants and turns were drawn anew in each condition.';
  return '';
}

function declared({ declared: { contrasts, exclusions, stoppingRule, isUnknown }, conditions }: StudyFacts): string {
  const named = contrasts.map((contrast) => plain(describeContrast(contrast)));
  return paragraph(
    named.length > 0 &&
      `${countInWords(named.length, 'contrast was', 'contrasts were')} declared before any text was generated and frozen with the plan: ${named.join('; ')}.`,
    exclusions.length > 0 && `Declared exclusions: ${list(exclusions.map(quoted))}.`.replace(/([.!?])”\.$/, '$1”'),
    stoppingRule !== undefined && `Stopping rule, declared beforehand: ${quotedEnd(stoppingRule)}`,
    isUnknown &&
      `The plan froze contrasts or exclusions whose wording the present configuration does not have (${code('declared')}).`,
    conditions.length > 1 &&
      named.length === 0 &&
      !isUnknown &&
      'No contrast was declared beforehand; comparisons between conditions are exploratory.',
  );
}
