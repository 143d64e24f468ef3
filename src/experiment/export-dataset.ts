import { dirname } from 'node:path';
import type { AnnotatedDiscussion } from '../dataset/column-layout.js';
import type { Codebook } from '../dataset/codebook/codebook.js';
import { formatNames, type FormatName } from '../dataset/formats/registry.js';
import { labelNames } from '../dataset/label-names.js';
import { originalColumns } from '../dataset/original-columns.js';
import { ourColumns } from '../dataset/our-columns.js';
import type { SumCheck } from '../document-sum.js';
import type { RunLog } from '../run/run-log.js';
import type { RunStore } from '../store/run-store.js';
import { readVersion } from '../version.js';
import { countRepairs } from './count-repairs.js';
import { countUnparsed } from './count-unparsed.js';
import {
  collectWarnings,
  warnAboutGaps,
  warnAboutOthers,
  warnAboutPlan,
  warnAboutWithdrawn,
} from './dataset-warnings.js';
import { describeFilter, filesOfOtherSelections, othersNote, selectionNote } from './dataset-selection.js';
import { filterComments, filterDiscussions, type ExportFilter } from './filter-dataset.js';
import { joinScores, type JoinedScores } from './join-scores.js';
import type { OwnDocuments } from './own-documents.js';
import { writeScripts, type Comparisons } from './manuscript/write-scripts.js';
import { readRecords } from './read-records.js';
import { surveyDataset, type DatasetSurvey } from './survey-dataset.js';
import {
  describeTables,
  describingFiles,
  descriptionFile,
  possibleFiles,
  tidyTablesIn,
  wideTable,
  writeTables,
  type TableToWrite,
} from './write-tables.js';

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
  const { sums, filter = {} } = options;
  const survey = await surveyDataset({ ...options, countComments: options.scores !== undefined });
  const joined = await joinScores(options.scores, survey.discussions);
  warnAboutOthers(options.only, warnings);
  warnAboutWithdrawn(survey, warnings);
  warnAboutPlan(survey, warnings);
  warnAboutGaps(survey, options, warnings);
  const discussions = filterDiscussions(survey, filter);
  const repairs = countRepairs();
  const unparsed = countUnparsed();
  const read = readRecords(discussions, {
    ...{ warnings, sums, repairs, unparsed },
    ...(options.minLegalMass !== undefined && { minLegalMass: options.minLegalMass }),
    // In tidy tables a metric keeps its name, since they tell the sets apart.
    ...(!options.isTidy && { names: labelNames(survey.columns.metrics) }),
    // The original has no row for a discussion that is not in a sample.
    ...(!options.originalColumns && { sets: survey.sets }),
  });
  const cells: ScriptCell[] = [];
  const records = noteCells(filterRecords(read, filter, joined), cells);
  const toWrite = tablesOf(options, survey, joined);
  const selection = await selectionOf(options, { survey, joined, kept: discussions.length, toWrite });
  if (selection.others.length > 0) warnings.add(othersNote(selection.others));
  const written = await writeTables(records, toWrite, options);
  for (const warning of [...repairs.warnings(), ...unparsed.warnings(), ...joined.warnings()]) warnings.add(warning);
  warnings.close();
  const annotations = discussions.reduce((sum, files) => sum + files.annotations.length, 0);
  const counts = { discussions: discussions.length, annotations };
  const notes = [...selection.notes, ...warnings.all, ...joined.notes];
  const described = await describeDataset(written, { ...counts, ...selection, notes }, options);
  const scripts = await scriptsOf(written, { options, survey, cells });
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

type ScriptCell = Parameters<typeof writeScripts>[0]['cells'][number];

async function* noteCells(
  records: AsyncIterable<AnnotatedDiscussion>,
  cells: ScriptCell[],
): AsyncGenerator<AnnotatedDiscussion> {
  for await (const record of records) {
    const { condition, factors = {} } = record.discussion;
    if (cells.every((cell) => cell.condition !== condition)) cells.push({ condition, factors });
    yield record;
  }
}

async function scriptsOf(
  [first]: Awaited<ReturnType<typeof writeTables>>,
  {
    options,
    survey: { columns, annotations, sets },
    cells,
  }: { options: ExportOptions; survey: DatasetSurvey; cells: readonly ScriptCell[] },
): Promise<string[]> {
  const { comparisons, experiment = 'discussions', formats = ['csv'], replaceFile } = options;
  const [file] = first?.table.files.values() ?? [];
  if (!comparisons || file === undefined) return [];
  const found = annotations > 0 ? [...sets.keys()] : [];
  return writeScripts({
    experiment,
    comparisons,
    columns,
    cells,
    sets: found,
    formats,
    dir: dirname(file),
    replaceFile,
  });
}

function tablesOf(
  options: ExportOptions,
  { columns, annotations }: DatasetSurvey,
  joined: JoinedScores,
): TableToWrite[] {
  const { path, formats = ['csv'], isTidy = false, forSpreadsheets } = options;
  const withScores = <Table extends TableToWrite>(table: Table): Table => ({
    ...table,
    layout: joined.addTo(table.layout),
  });
  if (isTidy) {
    return tidyTablesIn(path, columns, formats).map((table) => (table.name === 'turns' ? withScores(table) : table));
  }
  const layout = options.originalColumns
    ? originalColumns({ hasAnnotations: annotations > 0 })
    : ourColumns(columns, { withRawText: !forSpreadsheets });
  return [withScores(wideTable(path, layout, formats))];
}

/** What is selected, and which files beside have another selection. */
async function selectionOf(
  options: ExportOptions,
  {
    survey,
    joined,
    kept,
    toWrite,
  }: { survey: DatasetSurvey; joined: JoinedScores; kept: number; toWrite: readonly TableToWrite[] },
): Promise<{ selection: string; others: string[]; notes: string[] }> {
  const { filter = {}, isTidy = false, path, originalColumns: isOriginal, forSpreadsheets } = options;
  const selection = describeFilter(filter);
  const notes = selection === '' ? [] : [selectionNote(selection, { all: survey.discussions.length, kept })];
  if (isOriginal || forSpreadsheets) return { selection, others: [], notes };
  const all = tablesOf({ ...options, formats: formatNames }, survey, joined);
  const known = possibleFiles(all, path, isTidy);
  const hasCard = options.formats?.includes('parquet') === true;
  const written = possibleFiles(toWrite, path, isTidy).filter((file) => hasCard || !file.endsWith('README.md'));
  const dataPackage = descriptionFile('datapackage.json', path, isTidy);
  return { selection, others: await filesOfOtherSelections({ dataPackage, known, written }, selection), notes };
}

/** The original's columns are described in its own guides, and a file for spreadsheets is for looking at. */
async function describeDataset(
  written: Awaited<ReturnType<typeof writeTables>>,
  about: Omit<Codebook, 'experiment' | 'version' | 'tables'>,
  options: ExportOptions,
): Promise<string[]> {
  const { originalColumns: isOriginal, forSpreadsheets, isTidy = false, path, replaceFile } = options;
  if (isOriginal || forSpreadsheets) return [];
  const codebook = { experiment: options.experiment ?? 'discussions', version: readVersion(), ...about };
  const files = describingFiles(describeTables(written, codebook), { path, isTidy, written });
  for (const [file, text] of files) await replaceFile(file, [text]);
  return files.map(([file]) => file);
}

async function* filterRecords(
  records: AsyncIterable<AnnotatedDiscussion>,
  filter: ExportFilter,
  joined: JoinedScores,
): AsyncGenerator<AnnotatedDiscussion> {
  for await (const record of records) {
    const filtered = filterComments(record, filter);
    joined.note(filtered);
    yield filtered;
  }
}
