/**
 * Publish once: write a complete temp file, sync it, link it to its name, fsync the folder, delete the temp file. A
 * name that is taken is never replaced: the caller reads the existing file and decides whether it is its own document.
 * Where the file system refuses links, a claim guards a rename instead (publish-by-claim.ts).
 */
import { dirname } from 'node:path';
import { linkOnce } from './link-once.js';
import { publishByClaim, type Published, type Publishing } from './publish-by-claim.js';
import { dropTemp, writeTemp, type Chunks } from './temp-file.js';

export async function publishOnce({ files, log }: Publishing, path: string, chunks: Chunks): Promise<Published> {
  const temp = await writeTemp(files, path, chunks);
  try {
    const linked = await linkOnce(files, temp, path);
    const published = linked === 'refused' ? await publishByClaim({ files, log }, temp, path) : linked;
    await files.syncDir(dirname(path));
    return published;
  } finally {
    await dropTemp(files, temp);
  }
}
