/**
 * Replace, for derived files only (data sets, reports, status): temp file, sync, rename over the old one, fsync the
 * folder. Whoever reads sees the old file or the new one, whole. What cannot be made again is published, not replaced.
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
