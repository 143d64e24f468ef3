import type { TableProblems } from './table-problems.js';

/** Undefined: the row has none. */
export type Cell = string | number | boolean | undefined;

export interface TableRow {
  /** Where it begins. */
  line: number;
  /** In the order of the columns that were asked for. */
  cells: readonly Cell[];
}

export interface RowReading {
  /** The columns that are asked for. */
  columns: readonly string[];
  /** The start of the text. */
  start: string;
  /** Is told which columns there are, throws if one is missing that is asked for, and returns these. */
  choose: (names: readonly string[]) => readonly string[];
  problems: TableProblems;
}
