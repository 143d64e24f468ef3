import type { ColumnType } from '../documents/records.js';
import type { TraitValue } from '../inputs/input-types.js';

export type { ColumnType };

/** One value of a column of the given type. */
export type CellValue = string | number | boolean | null;

/** Column types by name, in the order first seen. Null: no value has been seen. */
export type FoundTypes = Map<string, ColumnType | null>;

/** Records that a column exists, and widens its type to fit one more value. */
export function noteType(found: FoundTypes, name: string, type: ColumnType | null): void {
  const known = found.get(name);
  if (known === undefined || type !== known) found.set(name, widest(known ?? null, type));
}

/** The type of one value; a list is written as text. */
export function typeOfValue(value: TraitValue): ColumnType | null {
  if (value === null) return null;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value === 'boolean' ? 'boolean' : 'text';
}

/** Converts a value to a cell of a column whose type fits it: lists are joined with comma and space. */
export function asCell(value: TraitValue | undefined, type: ColumnType): CellValue {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') return value.join(', ');
  return type === 'text' ? String(value) : value;
}

/** The narrowest type that fits both; text fits anything. */
export function widest(one: ColumnType | null, other: ColumnType | null): ColumnType | null {
  if (one === null || other === null) return one ?? other;
  if (one === other) return one;
  return isNumeric(one) && isNumeric(other) ? 'number' : 'text';
}

function isNumeric(type: ColumnType): boolean {
  return type === 'integer' || type === 'number';
}
