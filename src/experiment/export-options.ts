import type { FormatName } from '../dataset/formats/registry.js';
import type { SumCheck } from '../document-sum.js';
import type { RunLog } from '../run/run-log.js';
import type { RunStore } from '../store/run-store.js';
import type { ExportFilter } from './filter-dataset.js';
import type { Comparisons } from './manuscript/write-scripts.js';
import type { OwnDocuments } from './own-documents.js';

export interface ExportOptions {
  discussionsDir: string;
  annotationsDir: string;
  /** The experiment's name, for the codebook. */
  experiment?: string;
  /** The CSV file; other formats and the tidy tables are written beside it. */
  path: string;
  /** CSV if not given. */
  formats?: readonly FormatName[];
  /** Tables with keys in a folder of their own, instead of one wide table. */
  isTidy?: boolean;
  /** Analysis scripts beside the tidy tables, with these comparisons; none if not given. */
  comparisons?: Comparisons;
  /** Which rows to export; all if not given. */
  filter?: ExportFilter;
  /** The Python original's columns instead of ours. */
  originalColumns: boolean;
  /** Puts an apostrophe before cells that a spreadsheet would run as a formula, and leaves out `raw_text`. */
  forSpreadsheets: boolean;
  /** A CSV with scores of comments by another program, to be joined by `comment_id`. */
  scores?: string;
  /** Labels with a lower legal mass get the status `low_mass`; none if not given. */
  minLegalMass?: number;
  /** Checks the documents for edits. */
  sums: SumCheck;
  /** Leaves out documents of other plans. */
  only?: OwnDocuments;
  replaceFile: RunStore['replaceFile'];
  log: Pick<RunLog, 'info' | 'warn'>;
}
