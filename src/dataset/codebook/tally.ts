import type { ColumnDescription } from '../column-layout.js';
import type { CellValue } from '../column-type.js';
import type { Part, Row, Table } from '../rows.js';

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
  async function* rows(): AsyncGenerator<readonly Row[]> {
    for await (const batch of table.rows) {
      tally.rows += batch.length;
      for (const [part, { first, times }] of countParts(batch)) {
        part.forEach((cell, index) => columns[first + index]?.note(cell, times));
      }
      yield batch;
    }
  }
  return { table: { columns: table.columns, rows: rows() }, tally };
}

interface PartCount {
  /** The column of its first cell. */
  first: number;
  times: number;
}

function countParts(batch: readonly Row[]): Map<Part, PartCount> {
  const parts = new Map<Part, PartCount>();
  let before: Row = [];
  let counts: PartCount[] = [];
  for (const row of batch) {
    let first = 0;
    counts = row.map((part, index) => {
      const same = part === before[index] ? counts[index] : undefined; // a row shares most with the one before
      const count = same ?? parts.get(part) ?? { first, times: 0 };
      if (count.times === 0) parts.set(part, count);
      count.times += 1;
      first += part.length;
      return count;
    });
    before = row;
  }
  return parts;
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
