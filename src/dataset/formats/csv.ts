import type { Batch, Part, Table } from '../rows.js';

const lineEnd = '\r\n';
const chunkBytes = 256 * 1024;

/** An RFC 4180 file (commas, double quotes where needed, CRLF), which pandas, R and Excel all read. */
export async function* csv({ columns, batches }: Table): AsyncGenerator<Uint8Array> {
  const joinCells = await loadJoinCells();
  yield Buffer.from(joinCells(columns.map((column) => column.name)) + lineEnd);
  const chunk = openChunk();
  for await (const batch of batches) yield* writeBatch(batch, chunk, joinCells);
  yield chunk.take();
}

function* writeBatch({ sections, rows }: Batch, chunk: Chunk, joinCells: JoinCells): Generator<Uint8Array> {
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

type JoinCells = (cells: Part) => string;

/** csv-writer quotes; most parts are numbers and names that need no quotes. */
async function loadJoinCells(): Promise<JoinCells> {
  const { createArrayCsvStringifier } = await import('csv-writer/dist/index.js'); // most commands write none
  const stringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd });
  /** csv-writer does not quote a lone CR, which would end the line too. */
  const quotingStringifier = createArrayCsvStringifier({ recordDelimiter: lineEnd, alwaysQuote: true });
  return (cells) => {
    const line = cells.join();
    if (!line.includes('"') && !line.includes('\n') && !line.includes('\r') && commasIn(line) < cells.length)
      return line;
    const lines = (line.includes('\r') ? quotingStringifier : stringifier).stringifyRecords([cells]);
    return lines.slice(0, -lineEnd.length);
  };
}

function commasIn(line: string): number {
  let count = 0;
  for (let at = line.indexOf(','); at !== -1; at = line.indexOf(',', at + 1)) count += 1;
  return count;
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
