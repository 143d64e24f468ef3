/** Creates a folder and its missing parents. Each new name is synced in its parent before anything is put inside it. */
import { dirname } from 'node:path';
import { errnoOf } from './errno.js';
import type { FilePort } from './file-port.js';

export async function ensureFolder(files: FilePort, path: string): Promise<void> {
  try {
    await makeFolder(files, path);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(files, dirname(path));
    // Only one retry: some file systems (such as /proc) always answer ENOENT, even though the parent exists.
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
