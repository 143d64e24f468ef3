import { parse } from 'csv-parse/sync';
import type { ErrorCode, Problem } from '../errors.js';
import { showValue } from '../source/show-value.js';
import type { SourceText } from '../source/source-text.js';

/** A record of a table, and the offset of its first line. */
export interface CsvRow {
  cells: readonly string[];
  offset: number;
}

export interface Csv {
  /** The first one is the header; those without any text are left out. */
  rows: CsvRow[];
  /** Between its columns. */
  separator: string;
  /** The first row of which not every text is in a column, and others. */
  problems: Problem[];
}

const mostFaults = 10;

/**
 * Parses a CSV whose columns are separated as in its header: by commas, or by semicolons or tabs, as spreadsheets of many
 * languages write it. Reads at most `most` records. A first line `sep=;`, which Excel reads
 * and writes, names the separator.
 */
export function parseCsv(source: SourceText, { most }: { most?: number } = {}): Csv {
  const separator = separatorOf(source.text);
  const options = {
    bom: true,
    info: true,
    relax_column_count: true,
    delimiter: separator.sign,
    from_line: separator.line,
    ...(most && { to: most }),
  };
  try {
    // With `info`, every record comes with its end position, which csv-parse's types omit.
    const records = parse(source.text, options) as unknown as { record: string[]; info: { lines: number } }[];
    const starts = lineStarts(source.text);
    const placed = records.map(({ record }, index) => ({
      cells: record,
      offset: starts[records[index - 1]?.info.lines ?? separator.line - 1] ?? 0,
    }));
    const rows = placed.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
    return { rows, separator: separator.sign, problems: overlong(source, rows, separator) };
  } catch (error) {
    return { rows: [], separator: separator.sign, problems: [unreadable(source, error)] };
  }
}

/** Rows with fewer cells than the header, which `parseCsv` allows: the first ten, each where its record begins. */
export function shortRows(source: SourceText, [header, ...rows]: readonly CsvRow[], code: ErrorCode): Problem[] {
  const width = header?.cells.length ?? 0;
  return rows
    .filter(({ cells }) => cells.length < width)
    .slice(0, mostFaults)
    .map(({ cells, offset }) => ({
      code,
      what: `This row has ${cells.length} cells, the header ${width}.`,
      todo: 'Put texts with line breaks in double quotes, or add the missing cells.',
      where: source.whereAt(offset),
    }));
}

export interface Separator {
  sign: string;
  /** Of the header. */
  line: number;
  plural: string;
}

const separators: readonly Omit<Separator, 'line'>[] = [
  { sign: ',', plural: 'commas' },
  { sign: ';', plural: 'semicolons' },
  { sign: '\t', plural: 'tabs' },
];

/** A table of one column has none. */
export function separatorOf(text: string): Separator {
  const [, declared] = /^"?sep=([^"\n\r])"?(?=[\n\r])/i.exec(text) ?? [];
  if (declared !== undefined) {
    const known = separators.find(({ sign }) => sign === declared);
    return { sign: declared, plural: known?.plural ?? `the sign ${showValue(declared)}`, line: 2 };
  }
  const [header = ''] = /^[^\n\r]*/.exec(text) ?? [];
  const unquoted = header.replaceAll(/"[^"]*"/g, '');
  return { ...(separators.find(({ sign }) => unquoted.includes(sign)) ?? { sign: ',', plural: 'commas' }), line: 1 };
}

/** Texts beyond the header's columns come from one that is not quoted. */
function overlong(source: SourceText, [header, ...rows]: readonly CsvRow[], { plural }: Separator): Problem[] {
  const width = header?.cells.length ?? 0;
  return rows
    .flatMap(({ cells, offset }) => {
      const lost = cells.slice(width).find((cell) => cell.trim() !== '');
      return lost === undefined ? [] : [{ count: cells.length, lost, offset }];
    })
    .slice(0, mostFaults)
    .map(({ count, lost, offset }) => ({
      code: 'SYNDISCO_INPUT_SYNTAX',
      what: `This row has ${count} cells, but the header has ${width}: ${showValue(lost)} is in no column.`,
      todo: `Put texts with ${plural} in double quotes, and double any quote inside them.`,
      where: source.whereAt(offset),
    }));
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

function lineStarts(text: string): number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (end) => end.index + end[0].length)];
}
