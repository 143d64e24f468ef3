import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import { findRun } from '../../store/find-run.js';
import { readRunFile } from '../../store/read-run-record.js';
import { readStatusFiles } from '../../store/records/status-file.js';
import { requireRun } from '../require-run.js';
import { runFolders } from '../run-folders.js';

/** A run, and where its files are. */
export interface LocatedRun {
  name: string;
  dir: string;
  discussionsDir: string;
  annotationsDir: string;
  /** Throws if nothing is there. */
  require: () => Promise<void>;
}

export function locateByConfig(config: ExperimentConfig): LocatedRun {
  const { dir, discussionsDir, annotationsDir } = runFolders(config);
  return { name: config.name, dir, discussionsDir, annotationsDir, require: () => requireRun(config) };
}

/** By the run directory alone. What it last ran says where finished documents are, if they are not in it. */
export async function locateByFolder(path: string): Promise<LocatedRun> {
  const dir = resolve(path);
  const run = await readRunFile(dir);
  const [last] = await readStatusFiles(dir);
  const { discussions_dir: discussions = 'discussions', annotations_dir: annotations = 'annotations' } = last ?? {};
  return {
    name: run?.experiment ?? basename(dir),
    dir,
    discussionsDir: join(dir, discussions),
    annotationsDir: join(dir, annotations),
    require: () => requireRunIn(dir),
  };
}

async function requireRunIn(dir: string): Promise<void> {
  if (await findRun(dir)) return;
  const isThere = await stat(dir).catch(() => undefined);
  throw fail({
    code: 'SYNDISCO_RUN_NOT_FOUND',
    what: isThere ? `${dir} is not a run directory: it has no run.json.` : `There is no folder ${dir}.`,
    todo: 'Name the folder that run_dir names in the config, or the config itself with -c.',
    where: { file: dir },
  });
}
