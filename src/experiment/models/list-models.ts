import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCatalogue, slotBytes, type CatalogueModel } from '../../models/catalogue.js';
import { cacheDir, findCached, listCached, repoDir, type CachedModel } from '../../models/hub-cache.js';
import { parseHubUri } from '../../models/hub-uri.js';
import { unchecked } from './pull-model.js';

export interface ListedModels {
  /** The folder of the cache. */
  cache: string;
  /** On this machine. */
  models: readonly CachedModel[];
  /** Downloads that stopped in the middle. */
  unfinished: readonly { repo: string; bytes: number }[];
  catalogue: readonly (CatalogueModel & { isHere: boolean; slotBytes: number })[];
}

/** The weights on this machine, and those worth starting with; a slot is the context of one reply. */
export async function listModels(contextTokens: number): Promise<ListedModels> {
  const catalogue = readCatalogue().map((model) => {
    const uri = parseHubUri(model.uri);
    const isHere = uri !== undefined && findCached(uri) !== undefined;
    return { ...model, isHere, slotBytes: slotBytes(model, contextTokens) };
  });
  return { cache: cacheDir(), models: listCached(), unfinished: await listUnfinished(), catalogue };
}

async function listUnfinished(): Promise<ListedModels['unfinished']> {
  const dirs = await readdir(cacheDir()).catch(() => []);
  const found = await Promise.all(
    dirs.map(async (dir) => {
      const [, org, name] = /^models--(.+?)--(.+)$/.exec(dir) ?? [];
      const repo = org === undefined || name === undefined ? '' : `${org}/${name}`;
      return { repo, bytes: repo === '' ? 0 : await unfinishedBytes(repo) };
    }),
  );
  return found.filter(({ bytes }) => bytes > 0);
}

async function unfinishedBytes(repo: string): Promise<number> {
  const blobs = join(repoDir(repo), 'blobs');
  const names = (await readdir(blobs).catch(() => [])).filter((name) => name.includes(unchecked));
  const sizes = await Promise.all(names.map(async (name) => (await stat(join(blobs, name))).blocks * 512));
  return sizes.reduce((sum, bytes) => sum + bytes, 0);
}
