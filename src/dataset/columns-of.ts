import type { Column } from './column-layout.js';
import { asCell, type ColumnType, type FoundTypes } from './column-type.js';
import type { Traits } from '../documents/records.js';

/** Makes something for each name found; a column that never holds a value is one of texts. */
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
