import { addTally, emptyTally } from '../../dataset/codebook/tally.js';
import { formats, type FormatName } from '../../dataset/formats/registry.js';
import { toTable, type Table } from '../../dataset/rows.js';
import type { SumCheck } from '../../document-sum.js';
import type { RepairCount } from '../count-repairs.js';
import type { Warnings } from '../dataset-warnings.js';
import type { RowSource } from '../row-source.js';
import type { DiscussionFiles } from '../dataset-survey.js';
import type { TableToWrite } from '../tables-to-write.js';
import { writeFiles, type Writing, type WrittenTable } from '../write-tables.js';
import { inBatches } from './in-batches.js';
import type { ThreadPool } from './thread-pool.js';
import type { TextFormat, WriteTask, WrittenBatch } from './write-batch.js';

const discussionsPerBatch = 8;

/** Files that are the batches' texts one after the other. */
export function areText(names: readonly FormatName[]): boolean {
  return names.every(isText);
}

function isText(name: FormatName): name is TextFormat {
  return name !== 'parquet';
}

interface Rows {
  discussions: readonly DiscussionFiles[];
  table: TableToWrite;
  source: RowSource;
  threads: ThreadPool;
  sums: SumCheck;
  repairs: RepairCount;
  warnings: Pick<Warnings, 'add'>;
}

/**
 * Writes the wide table as `writeTables` does, byte for byte, while other threads read the documents and make its rows:
 * each makes the text of a few discussions at a time.
 */
export async function writeInThreads(rows: Rows, writing: Writing): Promise<WrittenTable[]> {
  const { table, source, sums, threads } = rows;
  const names = [...table.files.keys()].filter(isText);
  const tasks = inBatches(rows.discussions, discussionsPerBatch, (discussions): WriteTask => {
    return { discussions, source, formats: names, edits: sums.edits };
  });
  const batches = threads.map(tasks);
  const empty = toTable(nothing(), { layout: table.layout, forSpreadsheets: source.forSpreadsheets });
  const { columns } = empty;
  const tally = emptyTally(columns);
  const files = await writeFiles(note(batches, { ...rows, tally }), table, {
    ...writing,
    contentsOf: (own, format) => contents(own, { format, empty, place: names.findIndex((name) => name === format) }),
  });
  return [{ table, columns, tally, files }];
}

async function* nothing(): AsyncGenerator<never> {
  // a table without rows
}

async function* note(
  batches: AsyncIterable<WrittenBatch>,
  { tally, repairs, warnings }: Pick<Rows, 'repairs' | 'warnings'> & Pick<WrittenTable, 'tally'>,
): AsyncGenerator<WrittenBatch> {
  for await (const batch of batches) {
    addTally(tally, batch.tally);
    repairs.add(batch.repairs);
    for (const warning of batch.warnings) warnings.add(warning);
    yield batch;
  }
}

interface Place {
  format: FormatName;
  /** Its header, if it has one, is the file of a table without rows. */
  empty: Table;
  /** Of its contents in a batch. */
  place: number;
}

async function* contents(
  batches: AsyncIterable<WrittenBatch>,
  { format, empty, place }: Place,
): AsyncGenerator<string | Uint8Array> {
  yield* formats[format](empty);
  for await (const batch of batches) yield* batch.contents[place] ?? [];
}
