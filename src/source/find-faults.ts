import type { ErrorObject } from 'ajv';
import type { ErrorCode, Problem } from '../errors.js';
import { explainFault, type Fault, type FaultKind } from './explain-fault.js';
import type { Path, PositionedDocument } from './positioned-document.js';
import { validatorOf, type SchemaName } from './schemas.js';

export type FaultCodes = Readonly<Record<FaultKind, ErrorCode>>;

/** More would hide the first, and a generated file can have a hundred thousand. */
const maxShown = 100;

/** All that is wrong with a value, each once. `at` is where in its document it stands. */
export function findFaults(value: unknown, schemaName: SchemaName, at: Path = []): Fault[] {
  const validate = validatorOf(schemaName);
  if (validate(value)) return [];
  const errors = validate.errors ?? [];
  const alternatives = new Set(
    errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath),
  );
  const isBranch = ({ keyword, instancePath }: ErrorObject) => keyword !== 'anyOf' && alternatives.has(instancePath);
  return errors.filter((error) => !isBranch(error)).map((error) => explainFault(error, schemaName, at));
}

/** Faults as problems with their positions: of the key where the key is unknown, of the section where a key is missing. */
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
    last.todo += ` (${faults.length - maxShown} more problems of this file are not shown.)`;
  return problems;
}
