import { SyndiscoError } from '../../errors.js';
import { contentField } from '../../job-kinds.js';
import type { PlanLine } from '../../generated/plan-line.js';
import type { JobKind } from '../run-store.js';

type Value = PlanLine['fields'][string];

/** The first field in which two specifications of a job differ; a value is undefined where the field is missing. */
export interface Difference {
  field: string;
  before: Value | undefined;
  now: Value | undefined;
}

/** A planned job was requested with another specification. Names the first field that differs, and both values. */
export class PlanChanged extends SyndiscoError {
  readonly asked: PlanLine;
  readonly difference: Difference | undefined;

  /** `jobs`: how many jobs of the plan differ. */
  constructor(
    asked: PlanLine,
    planned: PlanLine | undefined,
    readonly jobs: number,
  ) {
    const difference = planned && firstDifference(planned.fields, asked.fields);
    const field = difference?.field;
    const others = jobs > 1 ? ` (${jobs} jobs differ)` : '';
    const hashes = `hash ${planned?.hash ?? '?'}, and requested with hash ${asked.hash}`;
    super([
      {
        code: 'SYNDISCO_PLAN_CHANGED',
        what: `The ${asked.kind} ${asked.id} is planned with ${difference ? describeDifference(difference) : hashes}${others}`,
        todo: `Restore ${field === undefined ? 'the config' : nameOfField(field)}, ${orElse(asked.kind)}; the existing documents stay comparable with each other.`,
        ...(field !== undefined && { path: field }),
        where: { job: asked.id },
      },
    ]);
    this.asked = asked;
    this.difference = difference;
  }
}

/** Planned jobs are no longer requested. */
export class PlanShrank extends SyndiscoError {
  /** `first`: the first of these jobs. */
  constructor(
    readonly first: PlanLine,
    jobs: number,
  ) {
    const { kind, id } = first;
    const others = jobs > 1 ? ` and ${jobs - 1} more` : '';
    super([
      {
        code: 'SYNDISCO_PLAN_SHRANK',
        what: `The ${kind} ${id}${others} ${jobs > 1 ? 'are' : 'is'} planned, but the config no longer asks for ${jobs > 1 ? 'them' : 'it'}`,
        todo: `Restore the config (a design may grow, but not shrink), ${orElse(kind)}.`,
        where: { job: id },
      },
    ]);
  }
}

/** What to do with another plan than the one of the run directory. */
function orElse(kind: JobKind): string {
  const fork = 'start a new run with --fork NAME';
  if (kind === 'discussion') return `or ${fork}`;
  return `make another annotation set of the same discussions with syndisco annotate --as NAME, or ${fork}`;
}

/**
 * Compares in the order of the fields, where a field comes before those that depend on it. A content that is not known
 * yet differs from none.
 */
export function firstDifference(before: PlanLine['fields'], now: PlanLine['fields']): Difference | undefined {
  const isOpen = (name: string): boolean => name === contentField && now[name] === null;
  const names = [...Object.keys(now), ...Object.keys(before)];
  const field = names.find((name) => before[name] !== now[name] && !isOpen(name));
  return field === undefined ? undefined : { field, before: before[field], now: now[field] };
}

/** `seed: 1, and the config now says seed: 2`. */
export function describeDifference({ field, before, now }: Difference): string {
  if (field.endsWith('_sha256'))
    return `different content of ${nameOfField(field)}: SHA-256 ${shortValue(before)}, now ${shortValue(now)}`;
  return `${field}: ${shortValue(before)}, and the config now says ${field}: ${shortValue(now)}`;
}

/** The key or the file that a field is about. */
export function nameOfField(field: string): string {
  return field.replace(/_sha256$/, '');
}

/** For messages. */
export function shortValue(value: Value | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}
