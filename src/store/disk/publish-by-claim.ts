/**
 * Publish once where links are refused: whoever holds the claim `.<name>.claim` looks whether the name is free and, if
 * so, renames onto it. The look and the rename are one step only among those who claim, so a process that was paused
 * in between for longer than a claim lives could still replace an equal document; the log says once that this is so.
 */
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SyndiscoError } from '../../errors.js';
import { unless } from './errno.js';
import type { FilePort } from './file-port.js';
import type { LockPlace } from '../locks/lock-file.js';
import type { StoreLog } from '../run-store.js';
import { takeLock, type Lock } from '../locks/take-lock.js';

/** `taken`: a file of that name was there before, and stays. */
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

/** Undefined when the document appears while another process holds the claim. */
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
