import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { readFile, stat } from 'node:fs/promises';
import type { Problem } from '../../errors.js';
import { inputCodes } from '../../source/file-codes.js';
import { describeUnreadable, errorCode } from '../../source/read-text.js';
import type { NamedInput } from '../input-reading.js';

/** Also of texts. */
export const mostBytes = 64 * 1024 * 1024;

/** The rows of a Parquet file as JSON lines, so that line n is row n; or why it cannot be read. */
export async function readParquet({
  path,
  named,
}: NamedInput): Promise<{ text: string; problem?: never } | { text?: never; problem: Problem }> {
  const bytes = await readBytes(path).catch((error: unknown) => errorCode(error));
  if (typeof bytes === 'string')
    return { problem: await describeUnreadable({ file: path, codes: inputCodes, named, reason: bytes }) };
  if (!bytes) {
    const what = `${path} is too large: the limit is ${mostBytes / 1024 / 1024} MiB.`;
    return { problem: { code: inputCodes.tooLarge, ...named, what, todo: 'Keep only the columns and rows you need.' } };
  }
  const { parquetReadObjects } = await import('hyparquet'); // most configs name none
  try {
    const file = new Uint8Array(bytes).buffer;
    const rows = await parquetReadObjects({ file, compressors });
    return { text: rows.map((row) => `${JSON.stringify(row, plain)}\n`).join('') };
  } catch (error) {
    const what = `${path} is no Parquet file that can be read: ${error instanceof Error ? error.message : String(error)}.`;
    const todo = 'Write it again with Snappy or gzip, as pandas does, or as CSV or JSONL.';
    return { problem: { code: inputCodes.syntax, ...named, what, todo } };
  }
}

async function readBytes(path: string): Promise<Buffer | undefined> {
  return (await stat(path)).size > mostBytes ? undefined : readFile(path);
}

/** Snappy is built in. */
const compressors = {
  GZIP: (bytes: Uint8Array) => gunzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliDecompressSync(bytes),
};

/** What pandas adds to rows that were selected: no column of the table, so no trait. */
const pandasIndex = /^__index_level_\d+__$/;

function plain(key: string, value: unknown): unknown {
  if (pandasIndex.test(key)) return undefined;
  if (typeof value !== 'bigint') return value;
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
