import type { CellValue } from '../column-type.js';
import type { Part, Row, Table } from '../rows.js';

const lineEnd = '\r\n';
const enough = 256 * 1024;

/** An RFC 4180 file (commas, double quotes where needed, CRLF), which pandas, R and Excel all read. */
export async function* csv({ columns, rows }: Table): AsyncGenerator<string> {
  const joinCells = await loadJoinCells();
  yield joinCells(columns.map((column) => column.name)) + lineEnd;
  for await (const batch of rows) yield* writeRows(batch, joinCells);
}

type JoinCells = (cells: readonly CellValue[]) => string;

async function loadJoinCells(): Promise<JoinCells> {
  const { createArrayCsvStringifier } = await import('csv-writer/dist/index.js'); // most commands write none
  const stringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd });
  /** csv-writer does not quote a lone CR, which would end the line too. */
  const quotingStringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd, alwaysQuote: true });
  return (cells) => {
    const hasCarriageReturn = cells.some((cell) => typeof cell === 'string' && cell.includes('\r'));
    const lines = (hasCarriageReturn ? quotingStringifier : stringifier).stringifyRecords([cells]);
    return lines.slice(0, -lineEnd.length);
  };
}

function* writeRows(rows: readonly Row[], joinCells: JoinCells): Generator<string> {
  const written = new Map<Part, string>();
  const writePart = (part: Part): string => {
    const known = written.get(part);
    if (known !== undefined) return known;
    const text = joinCells(part);
    written.set(part, text);
    return text;
  };
  let chunk = '';
  for (const row of rows) {
    chunk += row.map((part) => writePart(part)).join(',') + lineEnd;
    if (chunk.length < enough) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
