import { csv } from '../../dataset/formats/csv.js';

/** A small table as CSV. */
export async function tableText({ columns, rows }: { columns: string[]; rows: string[][] }): Promise<string> {
  const table = { columns: columns.map((name) => ({ name, type: 'text' as const })), rows: batches(rows) };
  const chunks: Uint8Array[] = [];
  for await (const chunk of csv(table)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

// eslint-disable-next-line @typescript-eslint/require-await -- a table's rows may come from files
async function* batches(rows: readonly string[][]): AsyncGenerator<string[][][]> {
  yield rows.map((row) => [row]);
}
