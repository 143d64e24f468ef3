/** What a run directory says of itself, for reports: read without a lock, and without comparing it with any config. */
import { join } from 'node:path';
import type { RunFile } from '../generated/run.js';
import { unless } from './disk/errno.js';
import { nodeFiles } from './disk/node-file-port.js';
import { readWhole } from './disk/read-whole.js';
import { storageError } from './disk/storage-error.js';
import { parseRunFile } from './records/run-file.js';
import { runFolders } from './run-folders.js';

export interface RunDirectoryRecord {
  run: RunFile;
  /** The run's copy of its config, and of every input file: `file` is the file's name, without the hash of `copy`. */
  config: string;
  inputs: readonly InputRecord[];
}

interface InputRecord {
  file: string;
  copy: string;
  text: string;
}

/** Undefined if there is no run. */
export async function readRunFile(dir: string): Promise<RunFile | undefined> {
  const file = join(dir, 'run.json');
  try {
    const bytes = await unless(['ENOENT', 'ENOTDIR'], readWhole(nodeFiles, file));
    return bytes && parseRunFile(bytes, file);
  } catch (error) {
    throw storageError(error);
  }
}

/** Undefined if there is no run. */
export async function readRunRecord(dir: string): Promise<RunDirectoryRecord | undefined> {
  const run = await readRunFile(dir);
  if (!run) return undefined;
  try {
    const { inputs } = runFolders({ dir, discussionsDir: '', annotationsDir: '' });
    return {
      run,
      config: (await textOf(join(dir, 'config.yaml'))) ?? '',
      inputs: await readCopies(inputs),
    };
  } catch (error) {
    throw storageError(error);
  }
}

async function readCopies(folder: string): Promise<InputRecord[]> {
  const names = (await unless(['ENOENT'], nodeFiles.list(folder))) ?? [];
  const copies: InputRecord[] = [];
  for (const name of [...names].sort()) {
    const text = await textOf(join(folder, name));
    const file = /^[0-9a-f]{16}-(.*)$/.exec(name)?.[1];
    if (file !== undefined && text !== undefined) copies.push({ file, copy: name, text });
  }
  return copies.sort((one, other) => (one.file < other.file ? -1 : 1));
}

async function textOf(path: string): Promise<string | undefined> {
  return (await unless(['ENOENT'], readWhole(nodeFiles, path)))?.toString('utf8').replace(/^\uFEFF/, '');
}
