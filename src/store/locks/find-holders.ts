/** Who works on a run directory, by its locks: for people, without waiting to see whether a heartbeat goes on. */
import { stat } from 'node:fs/promises';
import { unless } from '../disk/errno.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { storageError } from '../disk/storage-error.js';
import { newestLock } from './lock-file.js';
import { judgeProcess } from './process-facts.js';

export interface LockHolder {
  /** `1/1`, or the part of the plan that it makes. */
  shard: string;
  host: string;
  pid: number;
  since: string;
  /** `unknown` on another host or in another container: then only the heartbeat tells. */
  process: 'alive' | 'dead' | 'unknown';
  /** By the clocks of this host and of the file system, which may differ. */
  lastBeat: Date;
}

const stemPattern = /^(\d+-of-\d+)(?:\.\d+)?\.lock$/;

/** Locks that are being written or are damaged are left out. */
export async function findHolders(dir: string): Promise<LockHolder[]> {
  try {
    const names = (await unless(['ENOENT', 'ENOTDIR'], nodeFiles.list(dir))) ?? [];
    const stems = new Set(names.flatMap((name) => stemPattern.exec(name)?.[1] ?? []));
    const holders: LockHolder[] = [];
    for (const stem of [...stems].sort()) holders.push(...(await holderOf(dir, stem)));
    return holders;
  } catch (error) {
    throw storageError(error);
  }
}

async function holderOf(dir: string, stem: string): Promise<LockHolder[]> {
  const seen = await newestLock({ files: nodeFiles, dir, stem, suffix: '.lock' });
  const facts = seen && (await unless(['ENOENT'], stat(seen.path)));
  if (!seen?.holder || !facts) return [];
  const { host, pid, since } = seen.holder;
  const shard = stem.replace('-of-', '/');
  return [{ shard, host, pid, since, process: judgeProcess(seen.holder), lastBeat: facts.mtime }];
}
