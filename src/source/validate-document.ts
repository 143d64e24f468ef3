import type { Problem } from '../errors.js';
import type { Fault } from './explain-fault.js';
import { findFaults, locateFaults, type FaultCodes } from './find-faults.js';
import type { Path, PositionedDocument } from './positioned-document.js';
import type { SchemaName } from './schemas.js';

/** A value of the schema's shape in which anything may be missing: it was not written, or was invalid and removed. */
export type Partially<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { [Key in keyof T]?: Partially<T[Key]> }
    : T;

export interface Validated<T> {
  /** The valid part of the document; undefined if it is not a mapping. */
  value: Partially<T> | undefined;
  problems: Problem[];
}

/** Checks a document against its schema and removes everything invalid, so that the rest can still be checked. */
export function validateDocument<T>(document: PositionedDocument, schemaName: SchemaName): Validated<T> {
  const faults = findFaults(document.value, schemaName);
  const problems = locateFaults(faults, document, configFaultCodes);
  if (faults.some(({ path }) => path.length === 0)) return { value: undefined, problems };
  const wrong = faults.filter(({ kind }) => kind !== 'missingKey');
  return { value: takeOut(document.value, wrong) as Partially<T>, problems };
}

const configFaultCodes: FaultCodes = {
  unknownKey: 'SYNDISCO_CONFIG_UNKNOWN_KEY',
  missingKey: 'SYNDISCO_CONFIG_MISSING_KEY',
  wrongType: 'SYNDISCO_CONFIG_WRONG_TYPE',
  unknownValue: 'SYNDISCO_CONFIG_UNKNOWN_VALUE',
  outOfRange: 'SYNDISCO_CONFIG_OUT_OF_RANGE',
  malformed: 'SYNDISCO_CONFIG_MALFORMED',
};

function takeOut(value: unknown, faults: readonly Fault[]): unknown {
  const wrong = new Set(faults.map(({ path }) => JSON.stringify(path)));
  return wrong.size === 0 ? value : copyWithout(value, wrong, []);
}

function copyWithout(value: unknown, wrong: ReadonlySet<string>, path: Path): unknown {
  const keep = ([key]: [string, unknown]) => !wrong.has(JSON.stringify([...path, key]));
  const copy = ([key, inner]: [string, unknown]): [string, unknown] => [key, copyWithout(inner, wrong, [...path, key])];
  if (Array.isArray(value))
    return Object.entries(value)
      .filter(keep)
      .map(copy)
      .map(([, item]) => item);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(keep).map(copy));
}
