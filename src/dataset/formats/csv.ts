import { createArrayCsvStringifier } from 'csv-writer/dist/index.js';
import type { CellValue } from '../column-type.js';
import type { Part, Row, Table } from '../rows.js';

const lineEnd = '\r\n';
const stringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd });
/** csv-writer does not quote a lone CR, which would end the line too. */
const quotingStringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd, alwaysQuote: true });
const enough = 256 * 1024;

/** An RFC 4180 file (commas, double quotes where needed, CRLF), which pandas, R and Excel all read. */
export async function* csv({ columns, rows }: Table): AsyncGenerator<string> {
  yield joinCells(columns.map((column) => column.name)) + lineEnd;
  for await (const batch of rows) yield* writeRows(batch);
}

function* writeRows(rows: readonly Row[]): Generator<string> {
  const written = new Map<Part, string>();
  let chunk = '';
  for (const row of rows) {
    chunk += row.map((part) => writePart(part, written)).join(',') + lineEnd;
    if (chunk.length < enough) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

function writePart(part: Part, written: Map<Part, string>): string {
  const known = written.get(part);
  if (known !== undefined) return known;
  const text = joinCells(part);
  written.set(part, text);
  return text;
}

function joinCells(cells: readonly CellValue[]): string {
  const hasCarriageReturn = cells.some((cell) => typeof cell === 'string' && cell.includes('\r'));
  const lines = (hasCarriageReturn ? quotingStringifier : stringifier).stringifyRecords([cells]);
  return lines.slice(0, -lineEnd.length);
}
