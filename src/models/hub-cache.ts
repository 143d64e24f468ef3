/**
 * The cache that tools of Hugging Face share (https://huggingface.co/docs/hub/local-cache):
 *
 *     models--org--name/blobs/<SHA-256>                  a file, by its content
 *     models--org--name/snapshots/<commit>/<path>        a link to it, by its name
 *     models--org--name/refs/<branch>                    the commit that a branch had when it was last asked for
 */
import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { chooseWeights } from './choose-weights.js';
import { hubUriOf, parseHubUri, type HubUri } from './hub-uri.js';

/** Weights that are complete on this machine. */
export interface CachedModel {
  uri: string;
  repo: string;
  commit: string;
  files: readonly [CachedFile, ...CachedFile[]];
}

interface CachedFile {
  /** In its snapshot, where its parts lie beside it. */
  path: string;
  /** The file that the path links to. */
  blob: string;
  bytes: number;
  /** That of the hub, which the blob is named after; undefined in caches without links. */
  sha256?: string;
}

export function cacheDir(env: NodeJS.ProcessEnv = process.env): string {
  return fromHome(env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || join(hubHome(env), 'hub'));
}

/** Where the tools of Hugging Face keep what they have, the token included. */
export function hubHome(env: NodeJS.ProcessEnv = process.env): string {
  return fromHome(env['HF_HOME'] || join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'huggingface'));
}

/** A quoted `~` reaches the program as it is; the tools of Hugging Face understand it too. */
function fromHome(path: string): string {
  return path.replace(/^~(?=\/|$)/, homedir);
}

export function repoDir(repo: string): string {
  return join(cacheDir(), `models--${repo.replace('/', '--')}`);
}

/** The weights that a URI names, if all of their parts are here. Asks nobody. */
export function findCached(uri: HubUri): CachedModel | undefined {
  const commit = commitOf(uri);
  if (commit === undefined) return undefined;
  const snapshot = join(repoDir(uri.repo), 'snapshots', commit);
  const { files } = chooseWeights(filesIn(snapshot), uri);
  if (!files) return undefined;
  const [first, ...others] = files.map((file) => cachedFile(join(snapshot, file)));
  return first && { uri: uri.text, repo: uri.repo, commit, files: [first, ...others] };
}

/** All weights in the cache, whoever has put them there. */
export function listCached(): CachedModel[] {
  return namesIn(cacheDir()).flatMap((dir) => {
    const [, org, name] = /^models--(.+?)--(.+)$/.exec(dir) ?? [];
    return org === undefined || name === undefined ? [] : modelsOf(`${org}/${name}`);
  });
}

function modelsOf(repo: string): CachedModel[] {
  const branches = filesIn(join(repoDir(repo), 'refs'));
  return namesIn(join(repoDir(repo), 'snapshots')).flatMap((commit) => {
    const branch = branches.find((one) => readRef(repo, one) === commit);
    const revision = branch ?? commit;
    const uris = filesIn(join(repoDir(repo), 'snapshots', commit)).flatMap((file) => {
      const uri = parseHubUri(`hf:${repo}/${file}#${revision}`);
      return uri ? [{ uri, file }] : [];
    });
    const found = new Map<string, CachedModel>();
    for (const { uri } of uris) {
      const cached = findCached(uri);
      const path = cached?.files[0].path.slice(join(repoDir(repo), 'snapshots', commit).length + 1);
      if (cached && path !== undefined) found.set(path, { ...cached, uri: shortest(uri, path) });
    }
    return [...found.values()];
  });
}

/** By its quantization, if no other file of the repository here has the same. */
function shortest({ repo, revision }: HubUri, file: string): string {
  const short = hubUriOf({ repo, file, revision });
  const parsed = parseHubUri(short);
  return parsed && findCached(parsed) ? short : `hf:${repo}/${file}${revision === 'main' ? '' : `#${revision}`}`;
}

function commitOf({ repo, revision }: HubUri): string | undefined {
  return /^[0-9a-f]{40}$/.test(revision) ? revision : readRef(repo, revision);
}

function readRef(repo: string, revision: string): string | undefined {
  try {
    const text = readFileSync(join(repoDir(repo), 'refs', revision), 'utf8').trim();
    return /^[0-9a-f]{40}$/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function cachedFile(path: string): CachedFile {
  const blob = realpathSync(path);
  const name = basename(blob);
  const bytes = statSync(blob).size;
  return { path, blob, bytes, ...(/^[0-9a-f]{64}$/.test(name) && { sha256: name }) };
}

/** Paths of the files below a folder, links to what is not there left out. */
function filesIn(dir: string): string[] {
  try {
    const entries = readdirSync(dir, { recursive: true, withFileTypes: true });
    const paths = entries.map((entry) => join(entry.parentPath, entry.name));
    return paths
      .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
      .map((path) => path.slice(dir.length + 1));
  } catch {
    return [];
  }
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir).toSorted();
  } catch {
    return [];
  }
}
