/**
 * Whether a value that was read has the shape that schemas/ says: the one place where unknown becomes typed.
 * Compiled at the first use of a schema, because most commands read no journal. That our schemas are themselves valid is
 * for a test to say, not for every start of the program.
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
}

/** What a schema may refer to. */
const shared = ['completion', 'discussion'];
const compiled = new Map<string, ValidateFunction>();

export function hasShape<Name extends keyof Shapes>(name: Name, value: unknown): value is Shapes[Name] {
  const known = compiled.get(name);
  if (known) return known(value);
  compiled.set(name, compile(name));
  return hasShape(name, value);
}

/** What is wrong with a value of the wrong shape, as one clause. */
export function shapeFault(name: keyof Shapes, value: unknown): string | undefined {
  if (hasShape(name, value)) return undefined;
  const [error] = compiled.get(name)?.errors ?? [];
  return `${error?.instancePath ?? ''} ${error?.message ?? 'has another shape'}`.trim();
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
