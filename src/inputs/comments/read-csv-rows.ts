import { parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import { showValue } from '../../source/show-value.js';
import { separatorOf } from '../parse-csv.js';
import type { RowReading, TableRow } from './table-row.js';

/** A quotation mark that is never closed takes the rest of the file into one cell. */
const longestRow = 4 * 1024 * 1024;

/** The rows of a CSV of any size, with the cells of the columns that are asked for. */
export async function* readCsvRows(
  texts: AsyncIterable<string>,
  { start, choose, problems }: RowReading,
): AsyncGenerator<TableRow> {
  const { sign, line, plural } = separatorOf(start);
  const parser = parse({
    ...{ info: true, relax_column_count: true, skip_empty_lines: false },
    ...{ delimiter: sign, from_line: line, max_record_size: longestRow },
  });
  pipeline(Readable.from(texts), parser, () => undefined); // its error is thrown by the iteration, too
  const table = { width: 0, places: new Array<number>(), next: line };
  try {
    for await (const parsed of parser) {
      // With `info`, every record comes with its end position, which csv-parse's types omit.
      const { record, info } = parsed as { record: string[]; info: { lines: number } };
      const begins = table.next;
      table.next = info.lines + 1;
      if (table.width === 0) {
        const names = record.map((name) => name.trim());
        table.width = names.length;
        const chosen = choose(names);
        table.places = chosen.map((name) => names.indexOf(name));
        noteDoubled(names, chosen, (what, todo) => {
          problems.note(begins, what, todo);
        });
        continue;
      }
      if (record.every((cell) => cell.trim() === '')) continue;
      const lost = record.slice(table.width).find((cell) => cell.trim() !== '');
      if (lost !== undefined || record.length < table.width)
        problems.note(
          begins,
          `This row has ${record.length} cells, the header ${table.width}.`,
          `Put texts with ${plural} or line breaks in double quotes, and double any quote inside them.`,
        );
      yield { line: begins, cells: table.places.map((place) => record[place]) };
    }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && String(error.code).startsWith('CSV_'))) throw error;
    const isEndless = error.code === 'CSV_MAX_RECORD_SIZE' || error.code === 'CSV_QUOTE_NOT_CLOSED';
    problems.note(
      isEndless ? table.next : 'lines' in error ? Number(error.lines) : table.next,
      isEndless ? 'A quotation mark opens in this row and is not closed.' : `Invalid CSV: ${showReason(error)}.`,
      'Put cells with commas, quotes or line breaks in double quotes, and double any quote inside them.',
    );
  }
}

/** The other column would be left out without a word. */
function noteDoubled(names: readonly string[], chosen: readonly string[], note: (what: string, todo: string) => void) {
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
