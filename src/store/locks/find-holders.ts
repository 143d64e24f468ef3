/** Who works on a run directory, by its locks: for people, without waiting to see whether a heartbeat goes on. */
import { stat } from 'node:fs/promises';
import type { Holder } from '../../generated/lock.js';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
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
    const holders: LockHolder[] = [];
    for (const { path, shard, holder } of await heldLocks(nodeFiles, dir)) {
      const facts = await unless(['ENOENT'], stat(path));
      const { host, pid, since } = holder;
      if (facts) holders.push({ shard, host, pid, since, process: judgeProcess(holder), lastBeat: facts.mtime });
    }
    return holders;
  } catch (error) {
    throw storageError(error);
  }
}

interface HeldLock {
  path: string;
  shard: string;
  holder: Holder;
}

/** The valid lock of each shard, whether its holder is alive or not. */
export async function heldLocks(files: FilePort, dir: string): Promise<HeldLock[]> {
  const names = (await unless(['ENOENT', 'ENOTDIR'], files.list(dir))) ?? [];
  const stems = new Set(names.flatMap((name) => stemPattern.exec(name)?.[1] ?? []));
  const locks: HeldLock[] = [];
  for (const stem of [...stems].sort()) {
    const seen = await newestLock({ files, dir, stem, suffix: '.lock' });
    if (seen?.holder) locks.push({ path: seen.path, shard: stem.replace('-of-', '/'), holder: seen.holder });
  }
  return locks;
}
