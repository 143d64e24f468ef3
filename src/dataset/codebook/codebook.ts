import type { ColumnDescription } from '../column-layout.js';
import type { ColumnTally } from './tally.js';

/** All that a reader must know of an exported data set; every description of it is made from this. */
export interface Codebook {
  experiment: string;
  version: string;
  /** Discussions and annotations in it. */
  discussions: number;
  annotations: number;
  /** What is missing or left out, one sentence each. */
  notes: readonly string[];
  /** The filters of the export; empty if it took all. */
  selection: string;
  /** Files beside it that an export with another selection wrote. */
  others: readonly string[];
  tables: readonly TableDescription[];
}

export interface TableDescription {
  name: string;
  meaning: string;
  /** File names, one per format. */
  files: readonly string[];
  rows: number;
  key: readonly string[];
  references: readonly { columns: readonly string[]; table: string; key: readonly string[] }[];
  columns: readonly (ColumnDescription & ColumnTally)[];
}
