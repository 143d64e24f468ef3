import type { CellValue } from './column-layout.js';
import type { Traits } from './records.js';

/** A trait as one cell: lists joined by comma and space, a missing one empty. */
export function traitCell(traits: Traits, name: string): CellValue {
  const value = traits.get(name) ?? null;
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'object' && value !== null ? value.join(', ') : value;
}
