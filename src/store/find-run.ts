/** Whether a folder contains a run (run.json or a plan segment), and the annotation sets of a run. */
import { join } from 'node:path';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { nodeFiles } from './disk/node-file-port.js';
import { runFolders, setFolder } from './run-folders.js';
import { storageError } from './disk/storage-error.js';

/** True also for a run that has only named annotation sets. */
export async function findRun(dir: string): Promise<boolean> {
  return (await isBegun(dir)) || (await listSets(dir)).length > 0;
}

/** Whether anything is planned: for a run without its named annotation sets, or for the folder of such a set. */
export async function isBegun(dir: string, files: FilePort = nodeFiles): Promise<boolean> {
  const { plan } = runFolders({ dir, discussionsDir: '', annotationsDir: '' });
  const names = await namesIn(files, dir);
  return names.includes('run.json') || (await namesIn(files, plan)).some((name) => name.endsWith('.jsonl'));
}

/** The names of the annotation sets of a run in order, without those of which nothing is planned yet. */
export async function listSets(run: string, files: FilePort = nodeFiles): Promise<string[]> {
  const names = (await namesIn(files, join(run, 'sets'))).sort();
  const sets: string[] = [];
  for (const name of names) if (await isBegun(setFolder(run, name), files)) sets.push(name);
  return sets;
}

async function namesIn(files: FilePort, folder: string): Promise<string[]> {
  try {
    return (await unless(['ENOENT', 'ENOTDIR'], files.list(folder))) ?? [];
  } catch (error) {
    throw storageError(error);
  }
}
