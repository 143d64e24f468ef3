/**
 * Replace, for derived files only (data sets, reports, status): write a temp file, sync it, rename it over the old
 * file, fsync the folder. Readers see either the complete old file or the complete new one. Files that cannot be
 * derived again are published, never replaced.
 */
import { dirname } from 'node:path';
import { ensureFolder } from './ensure-folder.js';
import type { FilePort } from './file-port.js';
import { dropTemp, writeTemp, type Chunks } from './temp-file.js';

export async function replaceFile(files: FilePort, path: string, chunks: Chunks): Promise<void> {
  await ensureFolder(files, dirname(path));
  const temp = await writeTemp(files, path, chunks);
  try {
    await files.rename(temp, path);
  } catch (error) {
    await dropTemp(files, temp);
    throw error;
  }
  await files.syncDir(dirname(path));
}
