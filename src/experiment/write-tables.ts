import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import type { WrittenFile } from '../dataset/codebook/croissant.js';
import { tallyRows, type Tally } from '../dataset/codebook/tally.js';
import type { AnnotatedDiscussion, ColumnDescription } from '../dataset/column-layout.js';
import { formats } from '../dataset/formats/registry.js';
import { toTable } from '../dataset/rows.js';
import { OtherReaderStopped, shareStream } from '../dataset/share-stream.js';
import type { RunStore } from '../store/run-store.js';
import { sumBeside } from './dataset-sums.js';
import type { TableToWrite } from './tables-to-write.js';

export interface WrittenTable {
  table: TableToWrite;
  columns: readonly ColumnDescription[];
  tally: Tally;
  files: readonly WrittenFile[];
}

interface Writing {
  forSpreadsheets: boolean;
  replaceFile: RunStore['replaceFile'];
}

/** Reads the discussions once and writes all tables from them, in all formats, at the same time. */
export async function writeTables(
  records: AsyncIterable<AnnotatedDiscussion>,
  tables: readonly TableToWrite[],
  writing: Writing,
): Promise<WrittenTable[]> {
  return forEachReader(records, tables, (own, table) => writeTable(own, table, writing));
}

async function writeTable(
  records: AsyncIterable<AnnotatedDiscussion>,
  table: TableToWrite,
  { forSpreadsheets, replaceFile }: Writing,
): Promise<WrittenTable> {
  const { layout, expand, files } = table;
  const { table: tallied, tally } = tallyRows(toTable(records, { layout, forSpreadsheets, expand }));
  const { columns } = tallied;
  const written = await forEachReader(tallied.batches, [...files], async (batches, [format, file]) => {
    const contents = formats[format]({ columns, batches });
    const sum = openSum();
    const marked = forSpreadsheets ? withByteOrderMark(contents) : contents;
    await replaceFile(file, sum.of(marked));
    const summed = sum.close();
    const beside = sumBeside(file, summed.sha256);
    await replaceFile(beside.file, [beside.text]);
    return { name: basename(file), ...summed };
  });
  return { table, columns, tally, files: written };
}

/** Hands each task a reader of the stream. Waits for all, then throws the error that stopped the others, if any. */
async function forEachReader<Item, Task, Value>(
  stream: AsyncIterable<Item>,
  tasks: readonly Task[],
  work: (own: AsyncIterable<Item>, task: Task) => Promise<Value>,
): Promise<Value[]> {
  const { readers, stop } = shareStream(stream, tasks.length);
  const settled = await Promise.allSettled(
    tasks.map((task, index) =>
      work(readers[index] ?? stream, task).catch((error: unknown) => {
        stop();
        throw error;
      }),
    ),
  );
  const errors = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []));
  if (errors.length > 0) throw errors.find((error) => !(error instanceof OtherReaderStopped)) ?? errors[0];
  return settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Sums what passes. */
function openSum() {
  const hash = createHash('sha256');
  let bytes = 0;
  return {
    async *of(contents: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
      for await (const chunk of contents) {
        hash.update(chunk);
        bytes += Buffer.byteLength(chunk);
        yield chunk;
      }
    },
    close: () => ({ bytes, sha256: hash.digest('hex') }),
  };
}

/** Without it, Excel takes the file for the encoding of the system. */
async function* withByteOrderMark(contents: AsyncIterable<string | Uint8Array>): AsyncGenerator<string | Uint8Array> {
  yield '\uFEFF';
  yield* contents;
}
