/** Where everything of a run directory lies; finished documents may lie elsewhere, even on another file system. */
import { dirname, join } from 'node:path';
import { ensureFolder } from './ensure-folder.js';
import { unless } from './errno.js';
import type { FilePort } from './file-port.js';
import type { JobKind } from './run-store.js';

export interface RunFolders {
  dir: string;
  plan: string;
  models: string;
  failures: string;
  shards: string;
  journals: Record<JobKind, string>;
  documents: Record<JobKind, string>;
}

export interface FolderOptions {
  dir: string;
  discussionsDir: string;
  annotationsDir: string;
}

export function runFolders({ dir, discussionsDir, annotationsDir }: FolderOptions): RunFolders {
  return {
    dir,
    plan: join(dir, 'plan'),
    models: join(dir, 'models'),
    failures: join(dir, 'failures'),
    shards: join(dir, 'shards'),
    journals: { discussion: join(dir, 'journal', 'discussions'), annotation: join(dir, 'journal', 'annotations') },
    documents: { discussion: discussionsDir, annotation: annotationsDir },
  };
}

/**
 * Makes what is missing and syncs every name anew: a process that was killed between making a folder and syncing it
 * leaves a folder that looks safe and is not. A parent that may not be opened is not ours, and was there before us.
 */
export async function makeFolders(files: FilePort, folders: RunFolders): Promise<void> {
  const { plan, models, failures, shards, journals, documents } = folders;
  const all = [plan, models, failures, shards, ...Object.values(journals), ...Object.values(documents)];
  for (const folder of all) await ensureFolder(files, folder);
  const parents = new Set([folders.dir, ...all].map((folder) => dirname(folder)));
  for (const parent of parents) await unless(['EACCES', 'EPERM'], files.syncDir(parent));
}
