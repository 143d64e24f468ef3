/**
 * Publish once on file systems that refuse links: the holder of the claim `.<name>.claim` checks that the name is free
 * and, if so, renames the temp file onto it. Check and rename are atomic only among processes that respect the claim,
 * so a process that is paused in between until its claim is stale could still replace an equal document. The log warns
 * once that documents are published this way.
 */
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SyndiscoError } from '../../errors.js';
import { unless } from './errno.js';
import type { FilePort } from './file-port.js';
import type { LockPlace } from '../locks/lock-file.js';
import type { StoreLog } from '../run-store.js';
import { takeLock, type Lock } from '../locks/take-lock.js';

/** `taken`: a file of that name already existed and is kept. */
export type Published = 'ours' | 'taken';

export interface Publishing {
  files: FilePort;
  log: StoreLog;
}

const warned = new WeakSet<object>();
const pollMs = 50;
const patienceMs = 10_000;

export async function publishByClaim({ files, log }: Publishing, temp: string, path: string): Promise<Published> {
  if (!warned.has(log)) {
    warned.add(log);
    log('warn', `${dirname(path)} is on a file system without hard links: documents are published by claim and rename`);
  }
  const claim = await waitForClaim(files, path);
  try {
    if (claim === undefined || (await exists(files, path))) return 'taken';
    await files.rename(temp, path);
    await files.syncDir(dirname(path));
    return 'ours';
  } finally {
    await claim?.release();
  }
}

/** Undefined if the document appears while another process holds the claim. */
async function waitForClaim(files: FilePort, path: string): Promise<Lock | undefined> {
  const place: LockPlace = { files, dir: dirname(path), stem: `.${basename(path)}`, suffix: '.claim' };
  const end = performance.now() + patienceMs;
  for (;;) {
    if (await exists(files, path)) return undefined;
    try {
      return await takeLock(place);
    } catch (error) {
      const isBusy = error instanceof SyndiscoError && error.code === 'SYNDISCO_RUN_BUSY';
      if (!isBusy || performance.now() > end) throw error;
    }
    await delay(pollMs);
  }
}

async function exists(files: FilePort, path: string): Promise<boolean> {
  return (await unless(['ENOENT'], files.stat(path))) !== undefined;
}
