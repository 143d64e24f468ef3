import { csv } from '../../dataset/formats/csv.js';
import { batchOfRows, type Batch } from '../../dataset/rows.js';

/** A small table as CSV. */
export async function tableText({ columns, rows }: { columns: string[]; rows: string[][] }): Promise<string> {
  const table = { columns: columns.map((name) => ({ name, type: 'text' as const })), batches: batches(rows) };
  const chunks: Uint8Array[] = [];
  for await (const chunk of csv(table)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

/** Rows of tables may come from files, so that they are awaited. */
async function* batches(rows: readonly string[][]): AsyncGenerator<Batch> {
  yield await Promise.resolve(batchOfRows(rows));
}
