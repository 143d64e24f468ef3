import { parse, type Parser } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { showValue } from '../../source/show-value.js';
import { separatorOf, type Separator } from '../parse-csv.js';
import type { TableProblems } from './table-problems.js';
import type { RowReading, TableRow } from './table-row.js';

/** A quotation mark that is never closed takes the rest of the file into one cell. */
const longestRow = 4 * 1024 * 1024;

/** The rows of a CSV of any size, with the cells of the columns that are asked for. */
export async function* readCsvRows(
  texts: AsyncIterable<string>,
  { start, choose, problems }: RowReading,
): AsyncGenerator<TableRow> {
  const separator = separatorOf(start);
  const table = { width: 0, places: new Array<number>(), next: separator.line };
  try {
    for await (const parsed of openParser(texts, separator)) {
      // With `info`, every record comes with its end position, which csv-parse's types omit.
      const { record, info } = parsed as { record: string[]; info: { lines: number } };
      const line = table.next;
      table.next = info.lines + 1;
      if (table.width === 0) {
        table.width = record.length;
        table.places = placesOf(record, line, { choose, problems });
      } else if (record.some(hasText)) {
        noteWidth(record, { line, width: table.width, plural: separator.plural, problems });
        yield { line, cells: table.places.map((place) => record[place]) };
      }
    }
  } catch (error) {
    noteFault(error, table.next, problems);
  }
}

function openParser(texts: AsyncIterable<string>, { sign, line }: Separator): Parser {
  const parser = parse({
    ...{ info: true, relax_column_count: true, skip_empty_lines: false },
    ...{ delimiter: sign, from_line: line, max_record_size: longestRow },
  });
  pipeline(Readable.from(texts), parser, () => undefined); // its error is thrown by the iteration, too
  return parser;
}

function placesOf(
  header: readonly string[],
  line: number,
  { choose, problems }: Pick<RowReading, 'choose' | 'problems'>,
): number[] {
  const names = header.map((name) => name.trim());
  const chosen = choose(names);
  noteDoubled(names, chosen, (what, todo) => {
    problems.note(line, what, todo);
  });
  return chosen.map((name) => names.indexOf(name));
}

function hasText(cell: string): boolean {
  return cell.trim() !== '';
}

/** Cells beyond the header's come from a text that is not quoted, if they are not empty. */
function noteWidth(
  record: readonly string[],
  { line, width, plural, problems }: { line: number; width: number; plural: string; problems: TableProblems },
): void {
  if (record.length >= width && !record.slice(width).some(hasText)) return;
  problems.note(
    line,
    `This row has ${record.length} cells, the header ${width}.`,
    `Put texts with ${plural} or line breaks in double quotes, and double any quote inside them.`,
  );
}

/** Throws what is no fault of the table. A quotation mark that is not closed opens in the row that comes `next`. */
function noteFault(error: unknown, next: number, problems: TableProblems): void {
  if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
  const isEndless = error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED';
  problems.note(
    !isEndless && 'lines' in error ? Number(error.lines) : next,
    isEndless ? 'A quotation mark opens in this row and is not closed.' : `Invalid CSV: ${showReason(error)}.`,
    'Put cells with commas, quotes or line breaks in double quotes, and double any quote inside them.',
  );
}

/** The other column would be left out without a word. */
function noteDoubled(
  names: readonly string[],
  chosen: readonly string[],
  note: (what: string, todo: string) => void,
): void {
  const doubled = chosen.filter((name) => names.indexOf(name) !== names.lastIndexOf(name));
  for (const name of new Set(doubled))
    note(
      `Two columns are called ${showValue(name)}.`,
      'Rename or remove one of them: nobody knows which one is meant.',
    );
}

function showReason({ message }: Error): string {
  return showValue(message).slice(1, -1);
}
