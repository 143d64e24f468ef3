import { extname } from 'node:path';
import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import type { Parsed } from '../source/parsed.js';
import type { Mapping, PositionedNode } from '../source/positioned-node.js';
import { parseCsv, type CsvRow } from './parse-csv.js';
import { showValue } from '../source/show-value.js';
import { topicColumn } from './topic-of.js';
import type { Source, SourceText } from '../source/source-text.js';
import type { Problem } from '../errors.js';

/** Takes about a second to read. */
export const mostRows = 20_000;

/**
 * Parses a table in any of the three formats into a list of mappings with positions, at most one row more than
 * `mostRows`.
 */
export function parseTopicTable(file: string, source: SourceText): Parsed {
  const format = extname(file).toLowerCase();
  if (format === '.json') return parseJson(source, inputCodes);
  if (format === '.jsonl' || format === '.ndjson') return parseJsonLines(source);
  return parseTable(source);
}

function parseJsonLines(source: SourceText): Parsed {
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

function parseTable(source: SourceText): Parsed {
  const { rows, problems } = parseCsv(source, { most: mostRows + 2 });
  const [header, ...others] = rows;
  if (!header && problems.length > 0) return { problems };
  const names = header?.cells.map(columnName) ?? [];
  const value = others.map((row) => asMapping(source, names, row));
  return { root: { place: { source, offset: 0 }, value }, problems: [...problems, ...duplicateColumns(source, names)] };
}

function asMapping(source: SourceText, names: readonly string[], { cells, offset }: CsvRow): PositionedNode {
  const place = { source, offset };
  const named = names.slice(0, cells.length).map((name, column): [string, Entry] => {
    return [name, { key: place, node: { place, value: cells[column] ?? '' } }];
  });
  return { place, value: new Map(named.filter(([name, { node }]) => node.value !== '' || topicColumn.test(name))) };
}

/** Our own columns may be capitalised, as spreadsheets do. */
function columnName(cell: string): string {
  const name = cell.trim();
  return topicColumn.test(name.toLowerCase()) ? name.toLowerCase() : name;
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
