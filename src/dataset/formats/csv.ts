import type { CellValue } from '../column-type.js';
import type { Part, Row, Table } from '../rows.js';

const lineEnd = '\r\n';
const chunkBytes = 256 * 1024;

/** An RFC 4180 file (commas, double quotes where needed, CRLF), which pandas, R and Excel all read. */
export async function* csv({ columns, rows }: Table): AsyncGenerator<Uint8Array> {
  const joinCells = await loadJoinCells();
  yield Buffer.from(joinCells(columns.map((column) => column.name)) + lineEnd);
  const chunk = openChunk();
  for await (const batch of rows) yield* writeRows(batch, chunk, joinCells);
  yield chunk.take();
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

function* writeRows(rows: readonly Row[], chunk: Chunk, joinCells: JoinCells): Generator<Uint8Array> {
  const written = new Map<Part, Uint8Array>(); // encoded once, since rows share most of their text
  for (const row of rows) {
    let left = row.length;
    for (const part of row) {
      left -= 1;
      const bytes = written.get(part) ?? Buffer.from(joinCells(part) + (left === 0 ? lineEnd : ','));
      written.set(part, bytes);
      if (!chunk.hasRoomFor(bytes)) yield chunk.take(bytes);
      chunk.add(bytes);
    }
  }
}

interface Chunk {
  hasRoomFor(bytes: Uint8Array): boolean;
  add(bytes: Uint8Array): void;
  /** The bytes so far; there is room for `next` afterwards. */
  take(next?: Uint8Array): Uint8Array;
}

function openChunk(): Chunk {
  let bytes = Buffer.allocUnsafeSlow(chunkBytes);
  let end = 0;
  return {
    hasRoomFor: (more) => end + more.length <= bytes.length,
    add(more) {
      bytes.set(more, end);
      end += more.length;
    },
    take(next) {
      const taken = bytes.subarray(0, end);
      bytes = Buffer.allocUnsafeSlow(Math.max(chunkBytes, next?.length ?? 0));
      end = 0;
      return taken;
    },
  };
}
