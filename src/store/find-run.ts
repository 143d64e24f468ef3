/** Whether a folder contains a run: run.json or a plan segment. */
import { unless } from './disk/errno.js';
import { nodeFiles } from './disk/node-file-port.js';
import { runFolders } from './run-folders.js';
import { storageError } from './disk/storage-error.js';

export async function findRun(dir: string): Promise<boolean> {
  const list = async (folder: string): Promise<string[]> =>
    (await unless(['ENOENT', 'ENOTDIR'], nodeFiles.list(folder))) ?? [];
  try {
    const { plan } = runFolders({ dir, discussionsDir: '', annotationsDir: '' });
    return (await list(dir)).includes('run.json') || (await list(plan)).some((name) => name.endsWith('.jsonl'));
  } catch (error) {
    throw storageError(error);
  }
}
