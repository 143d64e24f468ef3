import type { Column } from './column-layout.js';
import { asCell, type ColumnType, type FoundTypes } from './column-type.js';
import type { Traits } from '../documents/records.js';

/** Makes one result per name found; a column without any value is a text column. */
export function columnsOf<Made>(found: FoundTypes, make: (name: string, type: ColumnType) => Made): Made[] {
  return [...found].map(([name, type]) => make(name, type ?? 'text'));
}

export function traitColumns(found: FoundTypes, nameOf: (trait: string) => string): Column<{ traits: Traits }>[] {
  return columnsOf(found, (trait, type) => ({
    name: nameOf(trait),
    type,
    cell: ({ traits }) => asCell(traits.get(trait), type),
  }));
}
