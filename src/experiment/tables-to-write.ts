import { dirname, join, parse } from 'node:path';
import type { ColumnLayout } from '../dataset/column-layout.js';
import type { FoundColumns } from '../dataset/found-columns.js';
import type { FormatName } from '../dataset/formats/registry.js';
import { commentRows, type Expand } from '../dataset/rows.js';
import type { TableKind } from '../dataset/tables/table-kind.js';
import { tidyTables } from '../dataset/tables/tidy-tables.js';
import type { JoinedScores } from './join-scores.js';
import { wideLayout, type RowSource } from './row-source.js';

/** A table to write, in one file per format. */
export interface TableToWrite extends Pick<TableKind, 'name' | 'meaning' | 'key' | 'references'> {
  layout: ColumnLayout;
  expand: Expand;
  /** One for each format. */
  files: ReadonlyMap<FormatName, string>;
}

export interface TablesToWrite {
  source: RowSource;
  joined: JoinedScores;
  path: string;
  formats: readonly FormatName[];
}

/** The tidy tables or the wide one, with the joined scores. */
export function tablesToWrite({ source, joined, path, formats }: TablesToWrite): TableToWrite[] {
  const withScores = (table: TableToWrite): TableToWrite => ({ ...table, layout: joined.addTo(table.layout) });
  if (!source.isTidy) return [withScores(wideTable(path, wideLayout(source), formats))];
  const tables = tidyTablesIn(path, source.columns, formats);
  return tables.map((table) => (table.name === 'turns' ? withScores(table) : table));
}

/** The tables' files, and the description that only an export of tidy Parquet tables writes. */
export function possibleFiles(what: TablesToWrite): string[] {
  const files = tablesToWrite(what).flatMap((table) => [...table.files.values()]);
  const hasCard = what.source.isTidy && what.formats.includes('parquet');
  return hasCard ? [...files, join(tidyFolder(what.path), 'README.md')] : files;
}

/** `stem` starts the names of all descriptions but those of a tidy folder. */
export function descriptionFile(name: string, path: string, isTidy: boolean): string {
  const { dir, name: stem } = parse(path);
  return isTidy ? join(tidyFolder(path), name) : join(dir, `${stem}-${name}`);
}

/** The one wide table. */
function wideTable(path: string, layout: ColumnLayout, names: readonly FormatName[]): TableToWrite {
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
function tidyTablesIn(path: string, found: FoundColumns, names: readonly FormatName[]): TableToWrite[] {
  const dir = tidyFolder(path);
  const kinds = tidyTables.filter(({ isIn }) => isIn?.(found) ?? true);
  return kinds.map((kind) => ({
    ...kind,
    layout: kind.layout(found),
    expand: kind.open(),
    files: new Map(names.map((format) => [format, join(dir, `${kind.name}.${format}`)])),
  }));
}

function tidyFolder(path: string): string {
  return join(dirname(path), 'tidy');
}
