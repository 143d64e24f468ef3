import type { PlanLine } from './job.js';

/** How a job stands in the run directory, as the store tells it. */
export type Standing =
  | { state: 'new' | 'planned' | 'done' }
  | { state: 'begun'; completions: number }
  | { state: 'failed'; attempts: number; story: string }
  | { state: 'changed'; fields: PlanLine['fields'] }
  | { state: 'foreign'; reason: string };

/** What is about to happen to a job, and why, in one clause. `files` says which input file is behind a field. */
export function explainStanding(
  line: PlanLine,
  standing: Standing,
  { turns, files }: { turns: number; files: Readonly<Record<string, string>> },
): string {
  switch (standing.state) {
    case 'new':
      return 'new';
    case 'planned':
      return 'planned, not begun';
    case 'done':
      return 'done';
    case 'begun':
      return `continues at turn ${Math.min(standing.completions + 1, turns)} of ${turns}`;
    case 'failed':
      return `failed ${times(standing.attempts)}: ${standing.story}`;
    case 'foreign':
      return standing.reason;
    case 'changed':
      return `changed: ${explainChange(standing.fields, line.fields, files)}`;
  }
}

function times(count: number): string {
  return ['', 'once', 'twice'][count] ?? `${count} times`;
}

function explainChange(
  before: PlanLine['fields'],
  now: PlanLine['fields'],
  files: Readonly<Record<string, string>>,
): string {
  const keys = new Set([...Object.keys(before), ...Object.keys(now)]);
  const field = [...keys].find((key) => before[key] !== now[key]);
  if (field === undefined) return 'the plan has another hash';
  if (!field.endsWith('_sha256')) return `${field} was ${show(before[field])} and is ${show(now[field])}`;
  const file = files[field];
  return file === undefined
    ? `${field.replace(/_sha256$/, '')} is not what this was made with`
    : `${file} is not the file this was made with`;
}

function show(value: PlanLine['fields'][string] | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
