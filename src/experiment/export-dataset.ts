import { csv } from '../dataset/csv.js';
import { originalColumns } from '../dataset/original-columns.js';
import { ourColumns } from '../dataset/our-columns.js';
import { toTable, type Row } from '../dataset/rows.js';
import type { SumCheck } from '../document-sum.js';
import type { RunStore } from '../store/run-store.js';
import { countRepairs } from './count-repairs.js';
import type { OwnDocuments } from './own-documents.js';
import { collectWarnings, warnAboutGaps, warnAboutOthers } from './dataset-warnings.js';
import { readRecords } from './read-records.js';
import type { RunLog } from '../run/run-log.js';
import { surveyDataset } from './survey-dataset.js';

export interface ExportOptions {
  discussionsDir: string;
  annotationsDir: string;
  /** The CSV file. */
  path: string;
  /** The Python original's columns instead of ours. */
  originalColumns: boolean;
  /** Puts an apostrophe before cells that a spreadsheet would run as a formula, and leaves out `raw_text`. */
  forSpreadsheets: boolean;
  /** Checks the documents for edits. */
  sums: SumCheck;
  /** Leaves out documents of other plans. */
  only?: OwnDocuments;
  replaceFile: RunStore['replaceFile'];
  log: Pick<RunLog, 'info' | 'warn'>;
}

export interface ExportedDataset {
  rows: number;
  discussions: number;
  annotations: number;
  /** Files without a checksum: from the Python original or of format 1. */
  unsummed: number;
  acceptedEdits: number;
  /** Gaps and mismatches in the input; also in the log. */
  warnings: string[];
}

/**
 * Writes one CSV of all discussions and annotations below two folders, one row per comment and annotation. Reads them
 * twice: first to find the columns and all problems, then to write one discussion at a time, so that memory use does not
 * grow with the data. The same files give the same bytes.
 */
export async function exportDataset(options: ExportOptions): Promise<ExportedDataset> {
  const warnings = collectWarnings(options.log);
  const { sums } = options;
  const survey = await surveyDataset(options);
  warnAboutOthers(options.only, warnings);
  warnAboutGaps(survey, options, warnings);
  const { forSpreadsheets } = options;
  const layout = options.originalColumns
    ? originalColumns({ hasAnnotations: survey.annotations > 0 })
    : ourColumns(survey.columns, { withRawText: !forSpreadsheets });
  const count = { rows: 0 };
  const repairs = countRepairs();
  const records = readRecords(survey.discussions, { warnings, sums, repairs });
  const { columns, rows } = toTable(records, { layout, forSpreadsheets });
  const text = csv({ columns, rows: countRows(rows, count) });
  await options.replaceFile(options.path, forSpreadsheets ? withByteOrderMark(text) : text);
  for (const warning of repairs.warnings()) warnings.add(warning);
  warnings.close();
  const { annotations } = survey;
  const checked = { unsummed: sums.unsummed.size, acceptedEdits: sums.accepted.size };
  return { rows: count.rows, discussions: survey.discussions.length, annotations, ...checked, warnings: warnings.all };
}

/** Without it, Excel takes the file for the encoding of the system. */
async function* withByteOrderMark(text: AsyncIterable<string>): AsyncGenerator<string> {
  yield '\uFEFF';
  yield* text;
}

async function* countRows(
  batches: AsyncIterable<readonly Row[]>,
  count: { rows: number },
): AsyncGenerator<readonly Row[]> {
  for await (const batch of batches) {
    count.rows += batch.length;
    yield batch;
  }
}
