/**
 * Checks that a value that was read matches its schema in schemas/: the one place where unknown becomes typed. A schema
 * is compiled at its first use, because most commands read no journal. Our schemas are not validated at every start of
 * the program: a test does that.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { readFileSync } from 'node:fs';
import type { AcceptedEdit } from '../generated/accepted-edit.js';
import type { Annotation } from '../generated/annotation.js';
import type { Calibration } from '../generated/calibration.js';
import type { Discussion } from '../generated/discussion.js';
import type { JournalLine } from '../generated/journal-line.js';
import type { Holder } from '../generated/lock.js';
import type { PlanLine } from '../generated/plan-line.js';
import type { PlanSegment } from '../generated/plan-segment.js';
import type { RunFile } from '../generated/run.js';
import type { Withdrawal } from '../generated/withdrawal.js';

interface Shapes {
  'accepted-edit': AcceptedEdit;
  annotation: Annotation;
  calibration: Calibration;
  discussion: Discussion;
  'journal-line': JournalLine;
  lock: Holder;
  'plan-line': PlanLine;
  'plan-segment': PlanSegment;
  run: RunFile;
  withdrawal: Withdrawal;
}

/** Schemas that other schemas refer to. */
const shared = ['completion', 'discussion'];
const compiled = new Map<string, ValidateFunction>();

export function hasShape<Name extends keyof Shapes>(name: Name, value: unknown): value is Shapes[Name] {
  const known = compiled.get(name);
  if (known) return known(value);
  compiled.set(name, compile(name));
  return hasShape(name, value);
}

/** The first mismatch between a value and its schema, as one clause; undefined if it matches. */
export function shapeFault(name: keyof Shapes, value: unknown): string | undefined {
  if (hasShape(name, value)) return undefined;
  const [error] = compiled.get(name)?.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'does not match'}`.trim();
}

function compile(name: string): ValidateFunction {
  const ajv = new Ajv({ meta: false, validateSchema: false, discriminator: true, allowUnionTypes: true });
  for (const other of shared.filter((one) => one !== name)) ajv.addSchema(readSchema(other));
  return ajv.compile(readSchema(name));
}

function readSchema(name: string): object {
  const parsed: unknown = JSON.parse(
    readFileSync(new URL(`../../schemas/${name}.schema.json`, import.meta.url), 'utf8'),
  );
  if (typeof parsed !== 'object' || parsed === null) throw new Error(`schemas/${name}.schema.json is not a schema`);
  return parsed;
}
