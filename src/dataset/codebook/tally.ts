import type { ColumnDescription } from '../column-layout.js';
import type { CellValue } from '../column-type.js';
import type { Batch, Table } from '../rows.js';

/** What a column has in the rows that were written. */
export interface ColumnTally {
  present: number;
  /** Empty in a CSV: null, or an empty text. */
  empty_cells: number;
  minimum?: number;
  maximum?: number;
  /** How often each value occurs; only for categories with few values. */
  levels?: ReadonlyMap<string, number>;
}

const mostLevels = 50;
const longestLevel = 80;

export interface Tally {
  rows: number;
  columns: ColumnTally[];
}

/** Passes the rows on, and counts what is in them. Parts that rows share are looked at once. */
export function tallyRows(table: Table): { table: Table; tally: Tally } {
  const columns = table.columns.map(openColumn);
  const tally: Tally = { rows: 0, columns: columns.map(({ tally: one }) => one) };
  async function* batches(): AsyncGenerator<Batch> {
    for await (const batch of table.batches) {
      tally.rows += batch.rows.length;
      batch.sections.forEach(({ firstColumn, parts }, section) => {
        const times = countParts(batch.rows, { section, parts: parts.length });
        parts.forEach((part, index) => {
          part.forEach((cell, column) => columns[firstColumn + column]?.note(cell, times[index] ?? 0));
        });
      });
      yield batch;
    }
  }
  return { table: { columns: table.columns, batches: batches() }, tally };
}

/** How many rows have each part of a section. */
function countParts(rows: Batch['rows'], { section, parts }: { section: number; parts: number }): Uint32Array {
  const times = new Uint32Array(parts);
  for (const row of rows) {
    const index = row[section] ?? 0;
    times[index] = (times[index] ?? 0) + 1;
  }
  return times;
}

function openColumn({ isCategory, type }: ColumnDescription) {
  const tally: ColumnTally = { present: 0, empty_cells: 0 };
  let levels: Map<string, number> | undefined = isCategory || type === 'boolean' ? new Map() : undefined;
  if (levels) tally.levels = levels;
  const noteLevel = (cell: string, times: number): void => {
    levels?.set(cell, (levels.get(cell) ?? 0) + times);
    if ((levels?.size ?? 0) <= mostLevels && cell.length <= longestLevel) return;
    levels = undefined;
    delete tally.levels;
  };
  const note = (cell: CellValue, times: number): void => {
    if (cell === null || cell === '') {
      tally.empty_cells += times;
      return;
    }
    tally.present += times;
    if (typeof cell === 'number') {
      tally.minimum = Math.min(tally.minimum ?? cell, cell);
      tally.maximum = Math.max(tally.maximum ?? cell, cell);
    }
    if (levels) noteLevel(String(cell), times);
  };
  return { tally, note };
}
