/** A folder and its parents, each name synced in its parent before anything is put inside. */
import { dirname } from 'node:path';
import { errnoOf } from './errno.js';
import type { FilePort } from './file-port.js';

export async function ensureFolder(files: FilePort, path: string): Promise<void> {
  try {
    await makeFolder(files, path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(files, dirname(path));
    // Not a loop: some file systems, /proc for one, say ENOENT for good although the parent is there.
    await makeFolder(files, path);
  }
}

async function makeFolder(files: FilePort, path: string): Promise<void> {
  try {
    await files.makeDir(path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return;
    throw error;
  }
  await files.syncDir(dirname(path));
}
