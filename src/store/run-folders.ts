/** The folders of a run; finished documents may be located elsewhere, even on another file system. */
import { dirname, join } from 'node:path';
import { byKind, jobKinds } from '../job-kinds.js';
import { ensureFolder } from './disk/ensure-folder.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import type { JobKind } from './run-store.js';

export interface RunFolders {
  /** The run directory … */
  run: string;
  /** … and the folder of everything below, which for a named annotation set is `sets/<name>` in it. */
  dir: string;
  plan: string;
  models: string;
  failures: string;
  shards: string;
  /** Copies of the input files. */
  inputs: string;
  /** Accepted edits of documents of the run and all its sets; created at the first one. */
  accepted: string;
  /** Withdrawals of discussions, for the run and all its sets; created at the first one. */
  withdrawn: string;
  /** Finished documents whose journals have been deleted. */
  cleaned: string;
  journals: Record<JobKind, string>;
  documents: Record<JobKind, string>;
}

export interface FolderOptions {
  dir: string;
  discussionsDir: string;
  /** Named annotation sets have folders in it. */
  annotationsDir: string;
  /** A named annotation set, in place of the run itself: it has a plan, journals and locks of its own. */
  set?: string;
}

export function runFolders({ dir: run, discussionsDir, annotationsDir, set }: FolderOptions): RunFolders {
  const dir = set === undefined ? run : setFolder(run, set);
  return {
    run,
    dir,
    plan: join(dir, 'plan'),
    models: join(dir, 'models'),
    failures: join(dir, 'failures'),
    shards: join(dir, 'shards'),
    inputs: join(dir, 'inputs'),
    accepted: join(run, 'accepted'),
    withdrawn: join(run, 'withdrawn'),
    cleaned: join(dir, 'cleaned'),
    journals: byKind((kind) => join(dir, 'journal', jobKinds[kind].plural)),
    documents: {
      discussion: discussionsDir,
      annotation: set === undefined ? annotationsDir : join(annotationsDir, set),
    },
  };
}

/** The folder of a named annotation set. */
export function setFolder(run: string, set: string): string {
  return join(run, 'sets', set);
}

/**
 * Creates missing folders and syncs every name again: a process that was killed between creating a folder and syncing
 * it leaves a folder that looks durable but is not. A parent that we may not open is not ours and existed before us.
 */
export async function makeFolders(files: FilePort, folders: RunFolders): Promise<void> {
  const { run, dir, plan, models, failures, shards, inputs, cleaned, journals, documents } = folders;
  const all = [
    plan,
    models,
    failures,
    shards,
    inputs,
    cleaned,
    ...Object.values(journals),
    ...Object.values(documents),
  ];
  for (const folder of all) await ensureFolder(files, folder);
  const outer = run === dir ? [dir] : [run, dirname(dir), dir];
  const parents = new Set([...outer, ...all].map((folder) => dirname(folder)));
  for (const parent of parents) await unless(['EACCES', 'EPERM'], files.syncDir(parent));
}
