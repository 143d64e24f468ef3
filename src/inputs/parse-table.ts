import { extname } from 'node:path';
import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import type { Parsed } from '../source/parsed.js';
import type { Mapping, PositionedNode } from '../source/positioned-node.js';
import { parseCsv, type CsvRow } from './parse-csv.js';
import { showValue } from '../source/show-value.js';
import type { Source, SourceText } from '../source/source-text.js';
import type { Problem } from '../errors.js';

export interface TableToParse {
  source: SourceText;
  /** At most one row more than this is read. */
  mostRows: number;
  /** Our own columns of a CSV: they may be capitalised, and an empty cell in one is a value. */
  own: RegExp;
}

/** Parses a table in CSV, JSON or JSONL, by the name of its file, into a list of mappings with positions. */
export function parseTable(file: string, table: TableToParse): Parsed {
  const format = extname(file).toLowerCase();
  if (format === '.json') return parseJson(table.source, inputCodes);
  return isJsonLines(file) ? parseJsonLines(table) : parseCsvTable(table);
}

function isJsonLines(file: string): boolean {
  return ['.jsonl', '.ndjson'].includes(extname(file).toLowerCase());
}

function parseJsonLines({ source, mostRows }: TableToParse): Parsed {
  const problems: Problem[] = [];
  const rows: PositionedNode[] = [];
  let start = 0;
  for (const line of source.text.split('\n')) {
    if (rows.length + problems.length > mostRows) break;
    if (line.trim() !== '') {
      const parsed = parseJson(within(source, line, start), inputCodes);
      problems.push(...parsed.problems);
      if (parsed.root) rows.push(parsed.root);
    }
    start += line.length + 1;
  }
  return { root: { place: { source, offset: 0 }, value: rows }, problems };
}

/** One line of a text, with positions in the complete text. */
function within(source: SourceText, text: string, start: number): Source {
  return { text, whereAt: (offset) => source.whereAt(start + offset) };
}

type Entry = Mapping extends Map<string, infer Value> ? Value : never;

function parseCsvTable({ source, mostRows, own }: TableToParse): Parsed {
  const { rows, problems } = parseCsv(source, { most: mostRows + 2 });
  const [header, ...others] = rows;
  if (!header && problems.length > 0) return { problems };
  const names = header?.cells.map((cell) => columnName(cell, own)) ?? [];
  const value = others.map((row) => asMapping(row, { source, names, own }));
  return { root: { place: { source, offset: 0 }, value }, problems: [...problems, ...duplicateColumns(source, names)] };
}

interface Columns extends Pick<TableToParse, 'source' | 'own'> {
  names: readonly string[];
}

function asMapping({ cells, offset }: CsvRow, { source, names, own }: Columns): PositionedNode {
  const place = { source, offset };
  const named = names.slice(0, cells.length).map((name, column): [string, Entry] => {
    return [name, { key: place, node: { place, value: cells[column] ?? '' } }];
  });
  return { place, value: new Map(named.filter(([name, { node }]) => node.value !== '' || own.test(name))) };
}

/** Spreadsheets capitalise. */
function columnName(cell: string, own: RegExp): string {
  const name = cell.trim();
  return own.test(name.toLowerCase()) ? name.toLowerCase() : name;
}

function duplicateColumns(source: SourceText, names: readonly string[]): Problem[] {
  const twice = names.filter((name, column) => name !== '' && names.indexOf(name) < column);
  return [...new Set(twice)].map((name) => ({
    code: inputCodes.duplicateKey,
    what: `Duplicate column ${showValue(name)}.`,
    todo: 'Remove or rename one of them; several openings are opening_1, opening_2 …',
    where: source.whereAt(0),
  }));
}
