import { parse } from 'csv-parse/sync';
import { throwIfAny, type ErrorCode, type Problem } from '../errors.js';
import type { SourceText } from '../source/source-text.js';

export interface CsvRow {
  record: string[];
  info: { lines: number };
}

/** The rows of a CSV, its header first, each with the line on which it ends. Throws if it is not CSV. */
export function csvRows(source: SourceText, delimiter = ','): CsvRow[] {
  try {
    // With `info`, every record comes with its end position, which csv-parse's types omit.
    return parse(source.text, {
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as CsvRow[];
  } catch (error) {
    const line = typeof error === 'object' && error && 'lines' in error ? Number(error.lines) : 1;
    throwIfAny([
      {
        code: 'SYNDISCO_INPUT_SYNTAX',
        what: `Invalid CSV: ${error instanceof Error ? error.message : String(error)}.`,
        todo: 'Put fields with commas, quotes or line breaks in double quotes, and double any quote inside them.',
        where: source.whereAt(startOfLine(source, line)),
      },
    ]);
    return [];
  }
}

/** Rows with another number of cells than the header: the first ten, each at the line where its record begins. */
export function unevenRows(source: SourceText, rows: readonly CsvRow[], code: ErrorCode): Problem[] {
  const width = rows[0]?.record.length ?? 0;
  return rows
    .flatMap(({ record }, index) =>
      record.length === width ? [] : [{ record, line: (rows[index - 1]?.info.lines ?? 0) + 1 }],
    )
    .slice(0, 10)
    .map(({ record, line }) => ({
      code,
      what: `This row has ${record.length} cells, the header ${width}.`,
      todo: 'Put texts with commas in double quotes, or add the missing cells.',
      where: source.whereAt(startOfLine(source, line)),
    }));
}

export function startOfLine({ text }: SourceText, line: number): number {
  let at = 0;
  for (let passed = 1; passed < line; passed += 1) at = text.indexOf('\n', at) + 1;
  return at;
}
