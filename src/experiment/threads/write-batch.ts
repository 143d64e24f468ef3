import { tallyRows, type Tally } from '../../dataset/codebook/tally.js';
import { formats, type FormatName } from '../../dataset/formats/registry.js';
import { toTable } from '../../dataset/rows.js';
import { SumCheck } from '../../document-sum.js';
import { countRepairs, type CountedRepairs } from '../count-repairs.js';
import { readForRows, wideLayout, type RowSource } from '../row-source.js';
import type { DiscussionFiles } from '../dataset-survey.js';

/** Formats whose files are the batches' one after the other. */
export type TextFormat = Exclude<FormatName, 'parquet'>;

export interface WriteTask {
  discussions: readonly DiscussionFiles[];
  source: RowSource;
  formats: readonly TextFormat[];
  /** The hashes of files whose edits were accepted. */
  edits: ReadonlySet<string>;
}

/** Some of the discussions as their part of the wide table, and what there is to tell of them. */
export interface WrittenBatch {
  /** For each format. */
  contents: readonly (readonly Uint8Array[])[];
  tally: Tally;
  repairs: CountedRepairs;
  warnings: readonly string[];
}

/** Throws the problems of the first bad document. */
export async function writeBatch({ discussions, source, formats: names, edits }: WriteTask): Promise<WrittenBatch> {
  const warnings: string[] = [];
  const repairs = countRepairs();
  const ports = { warnings: { add: (text: string) => warnings.push(text) }, sums: new SumCheck(edits), repairs };
  const records = readForRows(discussions, source, ports);
  const table = toTable(records, { layout: wideLayout(source), forSpreadsheets: source.forSpreadsheets });
  const { table: tallied, tally } = tallyRows(table);
  const { columns } = tallied;
  const rows = await gather(tallied.rows);
  const contents = names.map((name) =>
    gather(asBytes(formats[name]({ columns, rows: inTurn(rows), isContinued: true }))),
  );
  return { contents: await Promise.all(contents), tally, repairs: repairs.counted(), warnings };
}

async function gather<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const gathered: Item[] = [];
  for await (const item of items) gathered.push(item);
  return gathered;
}

/* eslint-disable-next-line @typescript-eslint/require-await -- formats read streams */
async function* inTurn<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  yield* items;
}

async function* asBytes(chunks: AsyncIterable<string | Uint8Array>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of chunks) yield typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
}
