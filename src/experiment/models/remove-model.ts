import { readdir, realpath, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { repoDir, type CachedModel } from '../../models/hub-cache.js';
import { unchecked } from './pull-model.js';

/** Removes weights from the cache, unless another snapshot has the same, and returns the bytes that are free now. */
export async function removeModel({ repo, files }: CachedModel): Promise<number> {
  let freed = await removePartial(repo);
  for (const { path, blob, bytes } of files) {
    await rm(path, { force: true });
    if (path !== blob && !(await isLinked(repo, blob))) {
      await rm(blob, { force: true });
      freed += bytes;
    }
    await removeEmpty(dirname(path), repoDir(repo));
  }
  return freed;
}

/** What downloads from this repository have left unfinished. */
export async function removePartial(repo: string): Promise<number> {
  const blobs = join(repoDir(repo), 'blobs');
  const names = (await readdir(blobs).catch(() => [])).filter((name) => name.includes(unchecked));
  let freed = 0;
  for (const name of names) {
    freed += (await stat(join(blobs, name))).blocks * 512;
    await rm(join(blobs, name));
  }
  return freed;
}

async function isLinked(repo: string, blob: string): Promise<boolean> {
  const entries = await readdir(join(repoDir(repo), 'snapshots'), { recursive: true, withFileTypes: true });
  const paths = entries.map((entry) => realpath(join(entry.parentPath, entry.name)).catch(() => ''));
  return (await Promise.all(paths)).includes(blob);
}

async function removeEmpty(dir: string, end: string): Promise<void> {
  for (let at = dir; at !== end && at.startsWith(end); at = dirname(at))
    if (
      !(await rmdir(at).then(
        () => true,
        () => false,
      ))
    )
      return;
}
