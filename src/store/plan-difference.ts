import { fail, type SyndiscoError } from '../errors.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { JobKind } from './run-store.js';

/** A planned job is asked for with another specification: names the first field that differs, and both values. */
export function planChanged(asked: PlanLine, planned: PlanLine | undefined, jobs: number): SyndiscoError {
  const { field, text } = describeDifference(planned, asked);
  const others = jobs > 1 ? ` (${jobs} jobs differ)` : '';
  return fail({
    code: 'SYNDISCO_PLAN_CHANGED',
    what: `The ${asked.kind} ${asked.id} is planned with ${text}${others}`,
    todo: `Restore ${field ? nameOf(field) : 'the config'}, or begin beside it with --fork NAME: what is made stays comparable.`,
    ...(field && { path: field }),
    where: { job: asked.id },
  });
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

/** The first field in which two specifications of a job differ, and both values in words. */
export function describeDifference(
  planned: Specification | undefined,
  asked: Specification,
): { field: string | undefined; text: string } {
  const field = planned && firstDifference(planned, asked);
  return { field, text: describe(field, planned, asked) };
}

type Specification = Pick<PlanLine, 'hash' | 'fields'>;

function firstDifference(planned: Specification, asked: Specification): string | undefined {
  // The seed before the draws that follow from it.
  const fields = new Set(['seed', ...Object.keys(planned.fields), ...Object.keys(asked.fields)]);
  return [...fields].find((field) => planned.fields[field] !== asked.fields[field]);
}

function describe(field: string | undefined, planned: Specification | undefined, asked: Specification): string {
  if (!field || !planned) return `hash ${planned?.hash ?? '?'}, and asked for with ${asked.hash}`;
  const [before, now] = [planned.fields[field], asked.fields[field]];
  if (field.endsWith('_sha256'))
    return `another content of ${nameOf(field)}: SHA-256 ${short(before)}, now ${short(now)}`;
  return `${field}: ${short(before)}, and the config now says ${field}: ${short(now)}`;
}

function nameOf(field: string): string {
  return field.replace(/_sha256$/, '');
}

function short(value: PlanLine['fields'][string] | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
