import { alignAnnotation } from '../dataset/align-annotation.js';
import { annotationRecord } from '../dataset/annotation-record.js';
import { csvLines, type CsvLines } from '../dataset/csv-lines.js';
import { discussionRecord } from '../dataset/discussion-record.js';
import { originalColumns } from '../dataset/original-columns.js';
import { ourColumns } from '../dataset/our-columns.js';
import type { SumCheck } from '../document-sum.js';
import { readAhead } from '../inputs/read-ahead.js';
import { readAnnotation } from '../inputs/read-annotations.js';
import { readDiscussion } from '../inputs/read-discussions.js';
import type { RunStore } from '../store/run-store.js';
import { collectWarnings, warnAboutGaps, type Warnings } from './dataset-warnings.js';
import type { RunLog } from './run-context.js';
import { surveyDataset, type DiscussionFiles } from './survey-dataset.js';

export interface ExportOptions {
  discussionsDir: string;
  annotationsDir: string;
  /** The CSV file. */
  path: string;
  /** The Python original's columns instead of ours. */
  originalColumns: boolean;
  /** Leaves texts that a spreadsheet would take for a formula as they are. */
  raw: boolean;
  /** What to compare the documents with. */
  sums: SumCheck;
  replaceFile: RunStore['replaceFile'];
  log: Pick<RunLog, 'info' | 'warn'>;
}

export interface ExportedDataset {
  rows: number;
  discussions: number;
  annotations: number;
  /** Files without a sum: of the original, or of format 1. */
  unsummed: number;
  acceptedEdits: number;
  /** What is missing or does not fit; also in the log. */
  warnings: string[];
}

/**
 * Writes one CSV of all discussions and annotations below two folders, one row per comment and annotation. It reads them
 * twice: first to learn the columns and to find every problem, then to write, a discussion at a time, so that memory does
 * not grow with the data. The same files give the same bytes.
 */
export async function exportDataset(options: ExportOptions): Promise<ExportedDataset> {
  const warnings = collectWarnings(options.log);
  const { sums } = options;
  const survey = await surveyDataset(options);
  warnAboutGaps(survey, options, warnings);
  const layout = options.originalColumns ? originalColumns(survey.traits) : ourColumns(survey.traits);
  const csv = csvLines(layout, { raw: options.raw });
  const count = { rows: 0 };
  await options.replaceFile(options.path, writeRows(survey.discussions, { csv, warnings, count, sums }));
  warnings.close();
  const { annotations } = survey;
  const checked = { unsummed: sums.unsummed.size, acceptedEdits: sums.accepted.size };
  return { rows: count.rows, discussions: survey.discussions.length, annotations, ...checked, warnings: warnings.all };
}

interface Writing {
  csv: CsvLines;
  warnings: Warnings;
  count: { rows: number };
  sums: SumCheck;
}

const linesPerChunk = 200;

async function* writeRows(discussions: readonly DiscussionFiles[], writing: Writing): AsyncGenerator<string> {
  yield writing.csv.header();
  for await (const rows of readAhead(discussions, (files) => readRows(files, writing))) {
    let chunk: string[] = [];
    for (const line of rows()) {
      chunk.push(line);
      writing.count.rows += 1;
      if (chunk.length < linesPerChunk) continue;
      yield chunk.join('');
      chunk = [];
    }
    yield chunk.join('');
  }
}

/** Reads a discussion with its annotations. The rows are written when their turn comes. */
async function readRows(files: DiscussionFiles, { csv, warnings, sums }: Writing): Promise<() => Iterable<string>> {
  const discussion = discussionRecord(await readDiscussion(files.file, sums));
  const annotations = await Promise.all(files.annotations.map((file) => readAnnotation(file, sums)));
  return () => {
    const aligned = annotations.map((file) => {
      const result = alignAnnotation(discussion, annotationRecord(file));
      if (result.unaligned > 0) warnings.add(doesNotAlign(file.file, files.file, result));
      return result;
    });
    return csv.discussion(discussion, aligned);
  };
}

function doesNotAlign(
  file: string,
  discussion: string,
  { unaligned, annotation }: ReturnType<typeof alignAnnotation>,
): string {
  const share = `${unaligned} of its ${annotation.entries.length} comments`;
  return `${file}: ${share} are not in ${discussion}, or not in this order; their annotations are left out`;
}
