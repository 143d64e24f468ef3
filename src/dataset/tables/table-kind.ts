import type { ColumnLayout } from '../column-layout.js';
import type { FoundColumns } from '../found-columns.js';
import type { Expand } from '../rows.js';

/** One kind of table of the tidy data set. */
export interface TableKind {
  /** The file's name without its extension. */
  name: string;
  meaning: string;
  /** The columns that identify a row. */
  key: readonly string[];
  /** Columns that identify a row of another table. */
  references: readonly { columns: readonly string[]; table: string; key: readonly string[] }[];
  layout(found: FoundColumns): ColumnLayout;
  /** Whether the data have any of it; absent if it is always written. */
  isIn?: (found: FoundColumns) => boolean;
  /** Starts an export; of what occurs in many discussions, there is one row. */
  open(): Expand;
}
