/** A folder and its parents, each name synced in its parent before anything is put inside. */
import { dirname } from 'node:path';
import { errnoOf } from './errno.js';
import type { FilePort } from './file-port.js';

export async function ensureFolder(files: FilePort, path: string): Promise<void> {
  try {
    await files.makeDir(path);
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return;
    if (errnoOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    await ensureFolder(files, dirname(path));
    await ensureFolder(files, path);
    return;
  }
  await files.syncDir(dirname(path));
}
