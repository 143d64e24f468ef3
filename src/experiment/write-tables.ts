import { createHash } from 'node:crypto';
import { basename, dirname, join, parse } from 'node:path';
import type { Codebook } from '../dataset/codebook/codebook.js';
import { croissant, type WrittenFile } from '../dataset/codebook/croissant.js';
import { codebookMarkdown } from '../dataset/codebook/codebook-markdown.js';
import { dataPackage } from '../dataset/codebook/data-package.js';
import { datasetCard } from '../dataset/codebook/dataset-card.js';
import { tallyRows, type Tally } from '../dataset/codebook/tally.js';
import type { AnnotatedDiscussion, ColumnDescription, ColumnLayout } from '../dataset/column-layout.js';
import type { FoundColumns } from '../dataset/found-columns.js';
import { formats, type FormatName } from '../dataset/formats/registry.js';
import { commentRows, toTable, type Expand } from '../dataset/rows.js';
import { OtherReaderStopped, shareStream } from '../dataset/share-stream.js';
import type { TableKind } from '../dataset/tables/table-kind.js';
import { tidyTables } from '../dataset/tables/tidy-tables.js';
import type { RunStore } from '../store/run-store.js';

/** A table to write, in one file per format. */
export interface TableToWrite extends Pick<TableKind, 'name' | 'meaning' | 'key' | 'references'> {
  layout: ColumnLayout;
  expand: Expand;
  /** One for each format. */
  files: ReadonlyMap<FormatName, string>;
}

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

/** The one wide table. */
export function wideTable(path: string, layout: ColumnLayout, names: readonly FormatName[]): TableToWrite {
  const { dir, name } = parse(path);
  const fileOf = (format: FormatName): string => (format === 'csv' ? path : join(dir, `${name}.${format}`));
  return {
    name,
    meaning: 'One row per comment and annotation of it; a comment without an annotation has one row.',
    key: [],
    references: [],
    layout,
    expand: commentRows,
    files: new Map(names.map((format) => [format, fileOf(format)])),
  };
}

/** The tidy tables, in a folder of their own beside the wide one. */
export function tidyTablesIn(path: string, found: FoundColumns, names: readonly FormatName[]): TableToWrite[] {
  const dir = tidyFolder(path);
  const kinds = tidyTables.filter(({ isIn }) => isIn?.(found) ?? true);
  return kinds.map((kind) => ({
    ...kind,
    layout: kind.layout(found),
    expand: kind.open(),
    files: new Map(names.map((format) => [format, join(dir, `${kind.name}.${format}`)])),
  }));
}

/** Every table's file in every format, and the descriptions that only some exports replace. */
export function possibleFiles(tables: readonly TableToWrite[], path: string, isTidy: boolean): string[] {
  const files = tables.flatMap((table) => [...table.files.values()]);
  return isTidy ? [...files, join(tidyFolder(path), 'README.md')] : files;
}

/** `stem` starts the names of all descriptions but those of a tidy folder. */
export function descriptionFile(name: string, path: string, isTidy: boolean): string {
  const { dir, name: stem } = parse(path);
  return isTidy ? join(tidyFolder(path), name) : join(dir, `${stem}-${name}`);
}

function tidyFolder(path: string): string {
  return join(dirname(path), 'tidy');
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
  const written = await forEachReader(tallied.rows, [...files], async (rows, [format, file]) => {
    const contents = formats[format]({ columns, rows });
    const sum = openSum();
    const marked = forSpreadsheets ? withByteOrderMark(contents) : contents;
    await replaceFile(file, table.key.length > 0 ? sum.of(marked) : marked);
    return { name: basename(file), ...sum.close() };
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

/** Sums what passes; only for tidy tables, since no description names the sum of the wide one. */
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

export function describeTables(written: readonly WrittenTable[], about: Omit<Codebook, 'tables'>): Codebook {
  const tables = written.map(({ table, columns, tally }) => ({
    name: table.name,
    meaning: table.meaning,
    key: table.key,
    references: table.references,
    files: Array.from(table.files.values(), (file) => basename(file)),
    rows: tally.rows,
    columns: columns.flatMap((column, index) => {
      const counts = tally.columns[index];
      return counts ? [{ ...column, ...counts }] : [];
    }),
  }));
  return { ...about, tables };
}

/**
 * Codebook, data package and, of tidy tables, Croissant and, over Parquet, dataset card. The wide table's name starts the
 * names of its own.
 */
export function describingFiles(
  codebook: Codebook,
  { path, isTidy, written }: { path: string; isTidy: boolean; written: readonly WrittenTable[] },
): [file: string, text: string][] {
  const nameOf = (file: string): string => descriptionFile(file, path, isTidy);
  const hasParquet = codebook.tables.some(({ files }) => files.some((file) => file.endsWith('.parquet')));
  return [
    [nameOf('codebook.md'), codebookMarkdown(codebook)],
    [nameOf('datapackage.json'), asJson(dataPackage(codebook))],
    ...(isTidy
      ? [
          [
            nameOf('croissant.json'),
            asJson(
              croissant(
                codebook,
                written.flatMap(({ files }) => files),
              ),
            ),
          ] as [string, string],
        ]
      : []),
    ...(isTidy && hasParquet ? [[nameOf('README.md'), datasetCard(codebook)] as [string, string]] : []),
  ];
}

function asJson(description: object): string {
  return `${JSON.stringify(description, null, 2)}\n`;
}
