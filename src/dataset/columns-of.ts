import type { ColumnType, FoundTypes } from './column-type.js';

/** Makes one result per name found; a column without any value is a text column. */
export function columnsOf<Made>(found: FoundTypes, make: (name: string, type: ColumnType) => Made): Made[] {
  return [...found].map(([name, type]) => make(name, type ?? 'text'));
}
