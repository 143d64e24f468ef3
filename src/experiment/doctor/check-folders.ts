import { mkdtemp, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SyndiscoError } from '../../errors.js';
import { unless } from '../../store/disk/errno.js';
import { linkOnce } from '../../store/disk/link-once.js';
import { nodeFiles } from '../../store/disk/node-file-port.js';
import { storageError } from '../../store/disk/storage-error.js';
import { takeLock } from '../../store/locks/take-lock.js';
import { failuresOf, describeBytes, type Finding } from './finding.js';

/** Tries what a run does on the disk of its run directory, in a folder of its own that it removes. */
export async function checkFolders(runDir: string, neededBytes: number): Promise<Finding[]> {
  try {
    const parent = await deepestFolder(runDir);
    const trial = await mkdtemp(join(parent, '.syndisco-doctor-'));
    try {
      return [await checkWriting(trial, runDir), await checkLocks(trial), await checkSpace(trial, neededBytes)];
    } finally {
      await rm(trial, { recursive: true, force: true });
    }
  } catch (error) {
    return failuresOf('run directory', storageError(error));
  }
}

/** The run directory, or the folder in which it would be created. */
async function deepestFolder(path: string): Promise<string> {
  return (await unless(['ENOENT'], stat(path))) ? path : deepestFolder(dirname(path));
}

async function checkWriting(trial: string, runDir: string): Promise<Finding> {
  const file = join(trial, 'document');
  const output = await nodeFiles.createExclusive(file);
  await output.write(Buffer.from('{}\n'));
  await output.sync();
  await output.close();
  const linked = await linkOnce(nodeFiles, file, join(trial, 'published'));
  await nodeFiles.syncDir(trial);
  const check = 'run directory';
  if (linked === 'ours') return { check, verdict: 'ok', found: `${runDir} can be written, synced and linked in` };
  return {
    check,
    verdict: 'warning',
    found: `${runDir} is on a file system without hard links: documents are published by claim and rename`,
    todo: 'It works for one process at a time; for several, set run_dir to a local disk or to NFS.',
  };
}

/** A second holder must be turned away. */
async function checkLocks(dir: string): Promise<Finding> {
  const place = { files: nodeFiles, dir, stem: '1-of-1', suffix: '.lock' } as const;
  const lock = await takeLock(place);
  try {
    const second = await takeLock(place);
    await second.release();
  } catch (error) {
    const isBusy = error instanceof SyndiscoError && error.code === 'SYNDISCO_RUN_BUSY';
    if (!isBusy) throw error;
    return { check: 'locks', verdict: 'ok', found: 'a second process would be turned away' };
  } finally {
    await lock.release();
  }
  return {
    check: 'locks',
    verdict: 'warning',
    found: 'two processes could take the same lock on this file system',
    todo: 'Start one process at a time, or set run_dir to another disk.',
  };
}

async function checkSpace(dir: string, needed: number): Promise<Finding> {
  const { bavail, bsize } = await statfs(dir);
  const free = bavail * bsize;
  const found = `${describeBytes(free)} free; what is left to make takes up to about ${describeBytes(needed)}`;
  if (free > needed) return { check: 'disk', verdict: 'ok', found };
  const todo = 'Free some space, or set run_dir to a larger disk: a run waits when the disk is full, then stops.';
  return { check: 'disk', verdict: 'failure', found, todo };
}
