import { extname } from 'node:path';
import { parse as parseRecords } from 'csv-parse/sync';
import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import type { Parsed } from '../source/parsed.js';
import type { Mapping, PositionedNode } from '../source/positioned-node.js';
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
  return parseCsv(source);
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

interface Row {
  record: string[];
  info: { lines: number };
}

function parseCsv(source: SourceText): Parsed {
  const options = { bom: true, info: true, relax_column_count: true, to: mostRows + 2 };
  try {
    // With `info`, every record comes with its end position, which csv-parse's types omit.
    const rows = parseRecords(source.text, options) as unknown as Row[];
    const [header, ...others] = rows;
    const names = header?.record.map(columnName) ?? [];
    const value = asMappings(source, { names, lines: header?.info.lines ?? 0 }, others);
    return { root: { place: { source, offset: 0 }, value }, problems: duplicateColumns(source, names) };
  } catch (error) {
    return { problems: [unreadable(source, error)] };
  }
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

interface Header {
  names: readonly string[];
  /** The line on which it ends. */
  lines: number;
}

function asMappings(source: SourceText, { names, lines }: Header, rows: readonly Row[]): PositionedNode[] {
  const starts = lineStarts(source.text);
  let line = lines;
  return rows.flatMap(({ record, info }) => {
    const place = { source, offset: starts[line] ?? 0 };
    line = info.lines;
    if (record.length === 1 && record[0] === '') return [];
    const cells = record.map((value, column): [string, Entry] => [
      names[column] ?? `column_${column + 1}`,
      { key: place, node: { place, value } },
    ]);
    return [{ place, value: new Map(cells.filter(([name, { node }]) => node.value !== '' || topicColumn.test(name))) }];
  });
}

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
}

function unreadable(source: SourceText, error: unknown): Problem {
  const line = typeof error === 'object' && error && 'lines' in error ? Number(error.lines) : 1;
  const story = error instanceof Error ? error.message : String(error);
  return {
    code: 'SYNDISCO_INPUT_SYNTAX',
    what: `Invalid CSV: ${story}.`,
    todo: 'Put fields with commas, quotes or line breaks in double quotes, and double any quote inside them.',
    where: source.whereAt(lineStarts(source.text)[line - 1] ?? 0),
  };
}
