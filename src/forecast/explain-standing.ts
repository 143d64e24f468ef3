import type { ExperimentConfig } from '../config/experiment-config.js';
import type { FieldValue } from '../plan/fields/field.js';
import { filesBehind, isContent } from '../plan/fields/key-behind.js';
import type { PlanLine } from '../plan/job.js';

/** The state of a job in the run directory, as the store reports it. */
export type Standing =
  | { state: 'new' | 'planned' | 'done' }
  | { state: 'withdrawn'; why: string }
  | { state: 'begun'; completions: number }
  | { state: 'failed'; attempts: number; story: string }
  | { state: 'changed'; difference: Difference | undefined }
  | { state: 'foreign'; reason: string };

interface Difference {
  field: string;
  before: FieldValue | undefined;
  now: FieldValue | undefined;
}

/** Explains in one clause the state of a job. For a changed text, names the input file that it comes from. */
export function explainStanding(
  { kind }: PlanLine,
  standing: Standing,
  { turns, config }: { turns: number; config: ExperimentConfig },
): string {
  switch (standing.state) {
    case 'new':
      return 'new';
    case 'planned':
      return 'planned, not begun';
    case 'done':
      return 'done';
    case 'withdrawn':
      return `withdrawn: ${standing.why}`;
    case 'begun':
      return `continues at turn ${Math.min(standing.completions + 1, turns)} of ${turns}`;
    case 'failed':
      return `failed ${times(standing.attempts)}: ${standing.story}`;
    case 'foreign':
      return standing.reason;
    case 'changed':
      return `changed: ${explainChange(kind, standing.difference, config)}`;
  }
}

function times(count: number): string {
  return ['', 'once', 'twice'][count] ?? `${count} times`;
}

function explainChange(kind: PlanLine['kind'], difference: Difference | undefined, config: ExperimentConfig): string {
  if (!difference) return 'the hash of the plan differs';
  const { field, before, now } = difference;
  if (!isContent(field)) return `${field} was ${show(before)} and is ${show(now)}`;
  const files = filesBehind(kind, field, config);
  if (files.length === 0) return `${field.replace(/_sha256$/, '')} has changed since this was planned`;
  return `${files.join(' or ')} has changed since this was planned`;
}

function show(value: FieldValue | undefined): string {
  const text = value === undefined ? 'unset' : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
