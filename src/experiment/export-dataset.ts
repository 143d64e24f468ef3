import { formatNames } from '../dataset/formats/registry.js';
import { countRepairs } from './count-repairs.js';
import { countUnparsed } from './count-unparsed.js';
import {
  collectWarnings,
  warnAboutGaps,
  warnAboutOthers,
  warnAboutPlan,
  warnAboutWithdrawn,
  type Warnings,
} from './dataset-warnings.js';
import { describeFilter, filesOfOtherSelections, othersNote, selectionNote } from './dataset-selection.js';
import { describeDataset } from './describe-dataset.js';
import type { ExportOptions } from './export-options.js';
import { scriptCells, scriptsBeside } from './export-scripts.js';
import { filterDiscussions, withdrawnSince } from './filter-dataset.js';
import { joinScores } from './join-scores.js';
import { readForRows, type RowSource } from './row-source.js';
import type { DatasetSurvey, DiscussionFiles } from './dataset-survey.js';
import { surveyDataset } from './survey-dataset.js';
import { descriptionFile, possibleFiles, tablesToWrite, type TablesToWrite } from './tables-to-write.js';
import { writeTables, type WrittenTable } from './write-tables.js';

export interface ExportedDataset {
  /** Of the wide table, or of all turns. */
  rows: number;
  /** Rows by table. */
  tables: Record<string, number>;
  files: string[];
  discussions: number;
  annotations: number;
  /** Files without a checksum: from the Python original or of format 1. */
  unsummed: number;
  acceptedEdits: number;
  /** Gaps and mismatches in the input; also in the log. */
  warnings: string[];
}

/**
 * Writes all discussions and annotations below two folders: one wide table with one row per comment and annotation, or
 * tidy tables. Reads them twice: first to find the columns and all problems, then to write one discussion at a time, so
 * that memory use does not grow with the data. The same files give the same bytes.
 */
export async function exportDataset(options: ExportOptions): Promise<ExportedDataset> {
  const warnings = collectWarnings(options.log);
  const { sums, filter = {}, path, formats = ['csv'] } = options;
  const survey = await surveyDataset({ ...options, countComments: options.scores !== undefined });
  const joined = await joinScores(options.scores, survey.discussions);
  warnAboutOthers(options.only, warnings);
  warnAboutWithdrawn(survey, warnings);
  const gone = withdrawnSince(survey, filter);
  if (gone !== undefined) warnings.add(gone);
  warnAboutPlan(survey, warnings);
  warnAboutGaps(survey, options, warnings);
  const discussions = filterDiscussions(survey, filter);
  const what = { source: rowSource(options, survey), joined, path, formats };
  const selection = await selectionOf(options, { what, kept: discussions.length, all: survey.discussions.length });
  if (selection.others.length > 0) warnings.add(othersNote(selection.others));
  // Nothing else describes a file for spreadsheets.
  if (options.forSpreadsheets) for (const note of selection.notes) warnings.add(note);
  const cells = scriptCells();
  const written = await writeRows({ discussions, what, warnings, cells }, options);
  for (const warning of joined.warnings()) warnings.add(warning);
  warnings.close();
  const annotations = discussions.reduce((sum, files) => sum + files.annotations.length, 0);
  const counts = { discussions: discussions.length, annotations };
  const notes = [...selection.notes, ...warnings.all, ...joined.notes];
  const described = await describeDataset(written, { ...counts, ...selection, notes }, options);
  const scripts = await scriptsBeside(written, { options, survey, cells: cells.found });
  const tables = Object.fromEntries(written.map(({ table, tally }) => [table.name, tally.rows]));
  return {
    rows: tables['turns'] ?? written[0]?.tally.rows ?? 0,
    tables,
    files: [...written.flatMap(({ table }) => [...table.files.values()]), ...described, ...scripts],
    ...counts,
    unsummed: sums.unsummed.size,
    acceptedEdits: sums.accepted.size,
    warnings: warnings.all,
  };
}

function rowSource(options: ExportOptions, { columns, sets, annotations }: DatasetSurvey): RowSource {
  const { filter: { roles = [] } = {}, isTidy = false, originalColumns, forSpreadsheets } = options;
  return { columns, sets, hasAnnotations: annotations > 0, isTidy, originalColumns, forSpreadsheets, roles };
}

/** What is selected, and which files beside have another selection. */
async function selectionOf(
  { filter = {}, forSpreadsheets }: ExportOptions,
  { what, kept, all }: { what: TablesToWrite; kept: number; all: number },
): Promise<{ selection: string; others: string[]; notes: string[] }> {
  const selection = describeFilter(filter);
  const notes = selection === '' ? [] : [selectionNote(selection, { all, kept })];
  if (forSpreadsheets) return { selection, others: [], notes };
  const known = possibleFiles({ ...what, formats: formatNames });
  const written = possibleFiles(what);
  const dataPackage = descriptionFile('datapackage.json', what.path, what.source.isTidy);
  return { selection, others: await filesOfOtherSelections({ dataPackage, known, written }, selection), notes };
}

interface Rows {
  discussions: readonly DiscussionFiles[];
  what: TablesToWrite;
  warnings: Warnings;
  cells: ReturnType<typeof scriptCells>;
}

async function writeRows(
  { discussions, what, warnings, cells }: Rows,
  { sums, minLegalMass, ...options }: ExportOptions,
): Promise<WrittenTable[]> {
  const { source, joined } = what;
  const [repairs, unparsed] = [countRepairs(), countUnparsed()];
  const ports = { warnings, sums, repairs, unparsed, ...(minLegalMass !== undefined && { minLegalMass }) };
  const records = joined.note(readForRows(discussions, source, ports));
  const written = await writeTables(cells.note(records), tablesToWrite(what), options);
  for (const warning of [...repairs.warnings(), ...unparsed.warnings()]) warnings.add(warning);
  return written;
}
