import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { kindsInOrder, type JobKind } from '../../job-kinds.js';
import { listSets } from '../../store/find-run.js';
import { readPlannedJobs } from '../../store/plan/planned-jobs.js';
import { runFolders as storeFolders } from '../../store/run-folders.js';
import { runFolders } from '../run-folders.js';
import { listFiles } from './checksums.js';

/** What an archive has of a run directory, and of each annotation set in it. */
const kept =
  /^(sets\/[^/]+\/)?(run\.json|config\.yaml|(plan|inputs|models|failures|accepted|withdrawn|cleaned|calibration)\/[^.][^/]*)$/;

export interface StagedRun {
  planned: Record<JobKind, number>;
  finished: Record<JobKind, number>;
}

/**
 * Copies the run directory without what only this machine needs (journals, locks, logs, derived files), and the
 * documents of its own plan, wherever they are published.
 */
export async function stageRun(config: ExperimentConfig, into: string): Promise<StagedRun> {
  const { dir } = runFolders(config);
  for (const file of await listFiles(dir)) if (kept.test(file)) await copyTo(join(dir, file), join(into, 'run', file));
  const staged: StagedRun = { planned: { discussion: 0, annotation: 0 }, finished: { discussion: 0, annotation: 0 } };
  for (const set of [undefined, ...(await listSets(dir))]) await stageDocuments(config, { set, into, staged });
  return staged;
}

interface Staging {
  set: string | undefined;
  into: string;
  staged: StagedRun;
}

async function stageDocuments(config: ExperimentConfig, { set, into, staged }: Staging): Promise<void> {
  const own = runFolders(config);
  const folders = storeFolders({ ...own, ...(set !== undefined && { set }) });
  const places = { discussion: own.discussionsDir, annotation: own.annotationsDir };
  const planned = await readPlannedJobs(folders.dir);
  for (const kind of kindsInOrder) {
    const place = join(into, documentsPlace[kind], relative(places[kind], folders.documents[kind]));
    staged.planned[kind] += planned[kind].size;
    for (const id of planned[kind].keys())
      if (await copyIfAny(join(folders.documents[kind], `${id}.json`), join(place, `${id}.json`)))
        staged.finished[kind] += 1;
  }
}

/** Where an archive has the documents, wherever the run has them. */
export const documentsPlace: Readonly<Record<JobKind, string>> = {
  discussion: 'run/discussions',
  annotation: 'run/annotations',
};

/** Copies a file, or the content of the file that a link names. */
export async function copyTo(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
}

async function copyIfAny(from: string, to: string): Promise<boolean> {
  const isThere = await stat(from).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (isThere) await copyTo(from, to);
  return isThere;
}
