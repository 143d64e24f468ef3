/**
 * A temp file is a dot-file in the same folder as its target (which may be on another file system than the run
 * directory): created exclusively, written completely, synced, closed. Readers skip dot-files. A temp file that a kill
 * leaves behind can be deleted: it contains nothing that is not also in a journal.
 */
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { FilePort, OutputFile } from './file-port.js';

export type Chunks = Iterable<string> | AsyncIterable<string | Uint8Array>;

/** Small chunks (CSV rows) are written together, once they reach this size. */
const enough = 256 * 1024;
/** Of UTF-8 for one unit of a text. */
const mostBytes = 3;

export function tempPath(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
}

/** Resolves to the temp file's path once all of it is on disk. Deletes the file if that fails. */
export async function writeTemp(files: FilePort, target: string, chunks: Chunks): Promise<string> {
  const path = tempPath(target);
  const file = await files.createExclusive(path);
  try {
    await writeSynced(file, chunks);
  } catch (error) {
    await dropTemp(files, path);
    throw error;
  }
  return path;
}

/** Never throws: a leftover temp file is harmless, and an error here must not hide an earlier one. */
export async function dropTemp(files: FilePort, path: string): Promise<void> {
  await files.unlink(path).catch(() => undefined);
}

async function writeSynced(file: OutputFile, chunks: Chunks): Promise<void> {
  try {
    await writeAll(file, chunks);
    await file.sync();
  } catch (error) {
    await file.close().catch(() => undefined);
    throw error;
  }
  await file.close();
}

/** The next chunk is made while the last is being written. */
async function writeAll(file: OutputFile, chunks: Chunks): Promise<void> {
  let waiting: string[] = [];
  let size = 0;
  let encoded = Buffer.alloc(0); // one for all chunks
  let writing = Promise.resolve();
  const start = (bytes: Uint8Array): void => {
    writing = file.write(bytes);
    writing.catch(() => undefined); // thrown when it is awaited
  };
  const flush = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await writing;
    const text = waiting.join('');
    if (encoded.length < text.length * mostBytes) encoded = Buffer.allocUnsafe(text.length * mostBytes);
    start(encoded.subarray(0, encoded.write(text)));
    [waiting, size] = [[], 0];
  };
  for await (const chunk of chunks) {
    if (typeof chunk !== 'string') {
      await flush();
      await writing;
      start(chunk);
      continue;
    }
    waiting.push(chunk);
    size += chunk.length;
    if (size >= enough) await flush();
  }
  await flush();
  await writing;
}
