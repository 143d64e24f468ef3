/** Replaces a derived file when no run directory is open, as in `syndisco export`. */
import { nodeFiles } from './node-file-port.js';
import { replaceFile } from './replace-file.js';
import { storageError } from './storage-error.js';
import type { Chunks } from './temp-file.js';

export async function writeDerived(path: string, chunks: Chunks): Promise<void> {
  try {
    await replaceFile(nodeFiles, path, chunks);
  } catch (error) {
    throw storageError(error);
  }
}
