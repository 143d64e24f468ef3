import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { suggest } from './suggest.js';

/**
 * Explains a missing path: the part of it that exists, and the neighbouring name that was probably meant.
 * `startsAt` is what a relative path is relative to.
 */
export async function describeMissingPath(path: string, startsAt: string): Promise<{ what: string; todo: string }> {
  const { folder, missing, names } = await deepestFolder(path);
  if (names.includes(missing)) {
    const what = `${join(folder, missing)} is a symbolic link to something that does not exist.`;
    return { what, todo: 'Correct the link, or remove it.' };
  }
  const meant = suggest(missing, names);
  if (meant) return { what: `${path} does not exist.`, todo: `Did you mean "${meant}" in ${folder}?` };
  const what = `${path} does not exist: there is no "${missing}" in ${folder}.`;
  return { what, todo: `Correct the path. Relative paths start at ${startsAt}.` };
}

interface Broken {
  folder: string;
  /** The first name of the path that is not in `folder`. */
  missing: string;
  names: readonly string[];
}

async function deepestFolder(path: string): Promise<Broken> {
  const folder = dirname(path);
  const missing = basename(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names) return { folder, missing, names };
  return folder === path ? { folder, missing, names: [] } : deepestFolder(folder);
}
