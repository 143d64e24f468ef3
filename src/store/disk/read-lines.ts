/**
 * Reads a file line by line, as bytes, with at most one line in memory. A damaged file may contain a line of any
 * length, so a line over the limit is reported as `tooLong` and ends the reading. If the last line lacks its line feed,
 * `ended` is false; whether that is a fault is for the caller to decide.
 */
import type { FilePort, InputFile } from './file-port.js';

export interface Line {
  /** Without the line feed. Empty when `tooLong`. */
  bytes: Buffer;
  /** Counted from 1. */
  number: number;
  ended: boolean;
  tooLong: boolean;
}

/** Our lines are never longer, because `encodeLine` refuses longer ones. */
export const longestLine = 32 * 1024 * 1024;

const chunkSize = 64 * 1024;
const lineFeed = 10;

export async function* readLines(files: FilePort, path: string): AsyncGenerator<Line, void, void> {
  const file = await files.openInput(path);
  try {
    yield* splitLines(file);
  } finally {
    await file.close();
  }
}

async function* splitLines(file: InputFile): AsyncGenerator<Line, void, void> {
  let begun: Buffer[] = [];
  let begunBytes = 0;
  let number = 1;
  for await (const chunk of readChunks(file)) {
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      begun.push(chunk.subarray(start, end));
      yield { bytes: joined(begun), number: number++, ended: true, tooLong: false };
      begun = [];
      begunBytes = 0;
      start = end + 1;
    }
    begun.push(chunk.subarray(start));
    begunBytes += chunk.length - start;
    if (begunBytes > longestLine) {
      yield { bytes: Buffer.alloc(0), number, ended: false, tooLong: true };
      return;
    }
  }
  if (begunBytes > 0) yield { bytes: joined(begun), number, ended: false, tooLong: false };
}

/** A file from its start to its end, in pieces. */
export async function* readChunks(file: InputFile): AsyncGenerator<Buffer, void, void> {
  for (let position = 0; ;) {
    const chunk = Buffer.allocUnsafe(chunkSize);
    const size = await file.read(chunk, position);
    if (size === 0) return;
    position += size;
    yield chunk.subarray(0, size);
  }
}

function joined(parts: readonly Buffer[]): Buffer {
  const [only] = parts;
  return parts.length === 1 && only ? only : Buffer.concat(parts);
}
