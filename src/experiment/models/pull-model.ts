import { mkdir, open, readlink, rename, rm, stat, statfs, symlink, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import { fail, SyndiscoError } from '../../errors.js';
import { chooseWeights } from '../../models/choose-weights.js';
import { cacheDir, findCached, repoDir, type CachedModel } from '../../models/hub-cache.js';
import type { HubUri } from '../../models/hub-uri.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { takeLock } from '../../store/locks/take-lock.js';
import { describeBytes } from '../doctor/finding.js';
import { describeRepository, type HubFile, type HubRepository } from './describe-repository.js';
import { downloadFile } from './download-file.js';
import { connectToHub, type HubConnection } from './hub-connection.js';
import { sumFile } from './sum-file.js';

/** How far a download is. */
export interface PullProgress {
  uri: string;
  step: 'downloading' | 'checking';
  /** Of all files. */
  bytes: number;
  total: number;
}

type Tell = (progress: PullProgress) => void;

export interface PulledModel {
  model: CachedModel;
  /** It was here, and nobody was asked. */
  wasHere: boolean;
}

/** What is left behind by a download that is not complete, or not checked, ends like this. */
export const unchecked = '.unchecked';

/**
 * Brings weights into the cache, where `findCached` finds them: asks the hub for the files and their sums, downloads
 * what is missing, checks it, and links it only then. What is here is not asked for again.
 */
export async function pullModel(uri: HubUri, tell: Tell): Promise<PulledModel> {
  const before = findCached(uri);
  if (before) return { model: before, wasHere: true };
  const hub = await connectToHub();
  const repository = await describeRepository(hub, uri);
  const files = filesOf(repository, uri);
  await mkdir(join(repoDir(uri.repo), 'blobs'), { recursive: true });
  await withLock(uri, () => pullFiles({ hub, uri, repository, files, tell }));
  const model = findCached(uri);
  if (!model) throw new Error(`${uri.text} was pulled and is not found`);
  return { model, wasHere: false };
}

function filesOf({ files }: HubRepository, uri: HubUri): HubFile[] {
  const { files: paths, problem } = chooseWeights(
    files.map(({ path }) => path),
    uri,
  );
  if (!paths) throw fail({ code: 'SYNDISCO_HUB_NOT_FOUND', ...problem });
  return files.filter(({ path }) => paths.includes(path));
}

async function withLock({ repo, text }: HubUri, act: () => Promise<void>): Promise<void> {
  const place = { files: nodeFiles, dir: repoDir(repo), stem: 'syndisco', suffix: '.lock' } as const;
  const lock = await takeLock(place).catch((error: unknown) => {
    if (!(error instanceof SyndiscoError) || error.code !== 'SYNDISCO_RUN_BUSY') throw error;
    const what = `Another process downloads from ${repo}.`;
    throw fail(
      { code: error.code, what, todo: `Wait for it, then run this again: syndisco models pull ${text}` },
      error,
    );
  });
  try {
    await act();
  } finally {
    await lock.release();
  }
}

interface Pull {
  hub: HubConnection;
  uri: HubUri;
  repository: HubRepository;
  files: readonly HubFile[];
  tell: Tell;
}

async function pullFiles(pull: Pull): Promise<void> {
  const { uri, repository, files } = pull;
  const blobs = join(repoDir(uri.repo), 'blobs');
  const missing = await Promise.all(files.map((file) => bytesMissing(join(blobs, file.sha256), file)));
  await requireSpace(
    missing.reduce((sum, bytes) => sum + bytes, 0),
    uri,
  );
  for (const file of files) await pullFile(pull, file, join(blobs, file.sha256));
  for (const file of files) await linkFile(pull, file, join(blobs, file.sha256));
  if (uri.revision === repository.commit) return;
  await replaceFile(join(repoDir(uri.repo), 'refs', uri.revision), repository.commit);
}

/** A download that goes on writes into what it has. */
async function bytesMissing(blob: string, { bytes }: HubFile): Promise<number> {
  const kept = await Promise.all([blob, `${blob}${unchecked}`, `${blob}${unchecked}.ipull`].map(sizeOnDisk));
  return Math.max(0, bytes - Math.max(...kept));
}

async function sizeOnDisk(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined);
  return found ? Math.min(found.size, found.blocks * 512) : 0;
}

async function requireSpace(needed: number, { text }: HubUri): Promise<void> {
  const { bavail, bsize } = await statfs(cacheDir());
  const free = bavail * bsize;
  if (needed <= free) return;
  throw fail({
    code: 'SYNDISCO_DISK_FULL',
    what: `${text} needs ${describeBytes(needed)} more, and ${cacheDir()} has ${describeBytes(free)} free.`,
    todo: 'Free some space, or set HF_HOME to a folder on a larger disk, for runs as well as for this command.',
  });
}

/** Its blob is complete and checked afterwards. */
async function pullFile({ hub, uri, repository, files, tell }: Pull, file: HubFile, blob: string): Promise<void> {
  if (await stat(blob).catch(() => undefined)) return;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const before = files.slice(0, files.indexOf(file)).reduce((sum, { bytes }) => sum + bytes, 0);
  const telling = (step: PullProgress['step']) => (bytes: number) => {
    tell({ uri: uri.text, step, bytes: before + bytes, total });
  };
  const to = `${blob}${unchecked}`;
  const path = file.path.split('/').map(encodeURIComponent).join('/');
  const url = `${hub.endpoint}/${uri.repo}/resolve/${repository.commit}/${path}`;
  await downloadFile({ hub, url, file, to, onProgress: telling('downloading') });
  const found = await sumFile(to, telling('checking'));
  if (found !== file.sha256) {
    await rm(to);
    throw wrongSum(file, found);
  }
  await flush(to);
  await rename(to, blob);
}

function wrongSum({ path, sha256 }: HubFile, found: string): Error {
  return fail({
    code: 'SYNDISCO_MODEL_CORRUPT',
    what: `${path} was damaged on its way: its SHA-256 is ${found}, and the hub's is ${sha256}. It has been removed.`,
    todo: 'Run the same command again. If it fails again, look for a proxy or a mirror that changes files, or a bad disk.',
  });
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+');
  await file.sync().finally(() => file.close());
}

async function linkFile({ uri, repository }: Pull, { path }: HubFile, blob: string): Promise<void> {
  const link = join(repoDir(uri.repo), 'snapshots', repository.commit, path);
  await mkdir(dirname(link), { recursive: true });
  const target = relative(dirname(link), blob);
  if ((await readlink(link).catch(() => undefined)) === target) return;
  await rm(link, { force: true });
  await symlink(target, link);
}

async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}`);
  await writeFile(temporary, text);
  await rename(temporary, path);
}
