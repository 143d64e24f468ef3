import type { CellValue } from '../column-type.js';
import type { Batch, Part, Table } from '../rows.js';

const lineEnd = '\r\n';
const chunkBytes = 256 * 1024;

/** An RFC 4180 file (commas, double quotes where needed, CRLF), which pandas, R and Excel all read. */
export async function* csv({ columns, batches }: Table): AsyncGenerator<Uint8Array> {
  yield Buffer.from(joinCells(columns.map((column) => column.name)) + lineEnd);
  const chunk = openChunk();
  for await (const batch of batches) yield* writeBatch(batch, chunk);
  yield chunk.take();
}

function* writeBatch({ sections, rows }: Batch, chunk: Chunk): Generator<Uint8Array> {
  const encoded = sections.map(({ parts }, index) => {
    const end = index === sections.length - 1 ? lineEnd : ',';
    return parts.map((part) => Buffer.from(joinCells(part) + end));
  });
  for (const row of rows)
    for (const [section, parts] of encoded.entries()) {
      const bytes = parts[row[section] ?? 0];
      if (!bytes) continue;
      if (!chunk.hasRoomFor(bytes)) yield chunk.take(bytes);
      chunk.add(bytes);
    }
}

/** If one has a CR, all are quoted: csv-writer was used like this, and the same data are to give the same bytes. */
function joinCells(cells: Part): string {
  const isQuoted = cells.some((cell) => typeof cell === 'string' && cell.includes('\r'));
  let line = '';
  let separator = '';
  for (const cell of cells) {
    line += separator + writeCell(cell, isQuoted);
    separator = ',';
  }
  return line;
}

function writeCell(cell: CellValue, isQuoted: boolean): string {
  if (cell === null || cell === '') return '';
  const text = String(cell);
  return isQuoted || needsQuotes(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function needsQuotes(text: string): boolean {
  return text.includes(',') || text.includes('"') || text.includes('\n');
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
