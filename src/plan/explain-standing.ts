import type { PlanLine } from './job.js';

/** The state of a job in the run directory, as the store reports it. */
export type Standing =
  | { state: 'new' | 'planned' | 'done' }
  | { state: 'begun'; completions: number }
  | { state: 'failed'; attempts: number; story: string }
  | { state: 'changed'; fields: PlanLine['fields'] };

/** What will happen to a job, and why, in one clause. `files` maps a hashed field to the input file behind it. */
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
  if (field === undefined) return 'the hash of the plan differs';
  if (!field.endsWith('_sha256')) return `${field} was ${show(before[field])} and is ${show(now[field])}`;
  const file = files[field];
  return file === undefined
    ? `${field.replace(/_sha256$/, '')} has changed since this was planned`
    : `${file} has changed since this was planned`;
}

function show(value: PlanLine['fields'][string] | undefined): string {
  const text = value === undefined ? 'unset' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
