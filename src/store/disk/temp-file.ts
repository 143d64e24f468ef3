/**
 * A temp file is a dot-file in the target's own folder (which may be on another file system than the run directory),
 * created exclusively, written whole, synced, closed. Readers pass over dot-files. One that a kill leaves behind is
 * nobody's: it holds nothing that a journal does not hold.
 */
import { randomBytes } from 'node:crypto';
import { basename, dirname, join } from 'node:path';
import type { FilePort, OutputFile } from './file-port.js';

export type Chunks = Iterable<string> | AsyncIterable<string>;

/** Small chunks (CSV rows) go out together. */
const enough = 256 * 1024;

export function tempPath(target: string): string {
  return join(dirname(target), `.${basename(target)}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`);
}

/** Resolves to the temp file's path when all of it is on disk. When that fails, nothing is left. */
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

/** A temp file that cannot be removed does no harm, and what went before it matters more. */
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

async function writeAll(file: OutputFile, chunks: Chunks): Promise<void> {
  let waiting: string[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    waiting.push(chunk);
    size += chunk.length;
    if (size < enough) continue;
    await file.write(Buffer.from(waiting.join('')));
    waiting = [];
    size = 0;
  }
  await file.write(Buffer.from(waiting.join('')));
}
