import type { ErrorObject } from 'ajv';
import type { ErrorCode, Problem } from '../errors.js';
import { validatorOf } from '../validators.js';
import { explainFault, type Fault, type FaultKind } from './explain-fault.js';
import type { Path, PositionedDocument } from './positioned-document.js';
import type { SchemaName } from './schemas.js';

export type FaultCodes = Readonly<Record<FaultKind, ErrorCode>>;

/** A generated file can have a hundred thousand faults, which would scroll the first ones out of sight. */
const maxShown = 100;

/** All faults of a value, each reported once. `at` is the value's path in its document. */
export function findFaults(value: unknown, schemaName: SchemaName, at: Path = []): Fault[] {
  const validate = validatorOf('thorough', schemaName);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const alternatives = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
  );
  const isBranch = ({ keyword, instancePath }: ErrorObject) => keyword !== 'anyOf' && alternatives.has(instancePath);
  return errors.filter((error) => !isBranch(error)).map((error) => explainFault(error, schemaName, at));
}

/** Adds positions to faults: of the key if it is unknown, of the section if a key is missing from it. */
export function locateFaults(faults: readonly Fault[], document: PositionedDocument, codes: FaultCodes): Problem[] {
  const problems = faults.slice(0, maxShown).map(({ kind, path, what, todo }) => ({
    code: codes[kind],
    what,
    todo,
    ...(path.length > 0 && { path: path.join('.') }),
    where: kind === 'unknownKey' ? document.whereKey(path) : document.whereValue(path),
  }));
  const last = problems.at(-1);
  if (last && faults.length > maxShown)
    last.todo += ` (${faults.length - maxShown} more problems in this file are not shown.)`;
  return problems;
}
