import type { Table } from '../rows.js';
import { csv } from './csv.js';
import { jsonl } from './jsonl.js';
import { parquet } from './parquet.js';

/** A table as the contents of a file, in pieces. */
export type Format = (table: Table) => AsyncIterable<string | Uint8Array>;

/** The formats of the data set; a name is also the file's extension. */
export const formats = { csv, jsonl, parquet } satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

export const formatNames = ['csv', 'jsonl', 'parquet'] as const satisfies readonly FormatName[];
