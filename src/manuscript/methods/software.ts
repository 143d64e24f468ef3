import type { StudyFacts } from '../study-facts.js';
import { count, day } from '../words.js';
import { paragraph, type Section } from './section.js';

/** The program, the machine and the dates. */
export const software: Section = {
  title: 'Software and hardware',
  write: ({ run, dates }) => paragraph(programWords(run), datesWords(dates)),
};

export function programWords(run: StudyFacts['run']): string {
  if (!run) return 'The material does not record the version of the program or the machine that made it.';
  const { toolVersion, planVersion, facts } = run;
  const { node, cpu, cores } = facts;
  const plan = planVersion === undefined ? '' : ` (plan version ${planVersion})`;
  const runtime = typeof node === 'string' ? ` on Node.js ${node.replace(/^v/, '')}` : '';
  const machine =
    typeof cores === 'number'
      ? `, started on a machine with ${count(cores, 'processor core')}${typeof cpu === 'string' && cpu !== '' ? ` (${cpu.trim()})` : ''}`
      : '';
  return `The study was run with syndisco ${toolVersion}${plan}${runtime}${machine}.`;
}

export function datesWords(dates: StudyFacts['dates']): string {
  if (!dates) return 'The material does not record when it was made.';
  const [first, last] = [day(dates.first), day(dates.last)];
  return first === last
    ? `The discussions were completed on ${first}.`
    : `The discussions were completed between ${first} and ${last}.`;
}
