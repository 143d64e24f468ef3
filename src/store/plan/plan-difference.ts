import { fail, SyndiscoError } from '../../errors.js';
import type { PlanLine } from '../../generated/plan-line.js';
import type { JobKind } from '../run-store.js';

type Value = PlanLine['fields'][string];

/** The first field in which two specifications of a job differ; undefined on the side that has no such field. */
export interface Difference {
  field: string;
  before: Value | undefined;
  now: Value | undefined;
}

/** A planned job is asked for with another specification. Names the first field that differs, and both values. */
export class PlanChanged extends SyndiscoError {
  readonly asked: PlanLine;
  readonly difference: Difference | undefined;

  constructor(asked: PlanLine, planned: PlanLine | undefined, jobs: number) {
    const difference = planned && firstDifference(planned.fields, asked.fields);
    const field = difference?.field;
    const others = jobs > 1 ? ` (${jobs} jobs differ)` : '';
    const hashes = `hash ${planned?.hash ?? '?'}, and asked for with ${asked.hash}`;
    super([
      {
        code: 'SYNDISCO_PLAN_CHANGED',
        what: `The ${asked.kind} ${asked.id} is planned with ${difference ? describeDifference(difference) : hashes}${others}`,
        todo: `Restore ${field === undefined ? 'the config' : nameOf(field)}, or begin beside it with --fork NAME: what is made stays comparable.`,
        ...(field !== undefined && { path: field }),
        where: { job: asked.id },
      },
    ]);
    this.asked = asked;
    this.difference = difference;
  }
}

/** Jobs that are planned are no longer asked for. */
export function planShrank(kind: JobKind, id: string, jobs: number): SyndiscoError {
  const others = jobs > 1 ? ` and ${jobs - 1} more` : '';
  return fail({
    code: 'SYNDISCO_PLAN_SHRANK',
    what: `The ${kind} ${id}${others} ${jobs > 1 ? 'are' : 'is'} planned, but the config no longer asks for ${jobs > 1 ? 'them' : 'it'}`,
    todo: 'Restore the config (a design may grow, but not shrink), or begin beside it with --fork NAME.',
    where: { job: id },
  });
}

/** In the order of the fields: what others follow from comes first. */
export function firstDifference(before: PlanLine['fields'], now: PlanLine['fields']): Difference | undefined {
  const field = [...Object.keys(now), ...Object.keys(before)].find((name) => before[name] !== now[name]);
  return field === undefined ? undefined : { field, before: before[field], now: now[field] };
}

/** `seed: 1, and the config now says seed: 2`. */
export function describeDifference({ field, before, now }: Difference): string {
  if (field.endsWith('_sha256'))
    return `another content of ${nameOf(field)}: SHA-256 ${short(before)}, now ${short(now)}`;
  return `${field}: ${short(before)}, and the config now says ${field}: ${short(now)}`;
}

function nameOf(field: string): string {
  return field.replace(/_sha256$/, '');
}

function short(value: Value | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
