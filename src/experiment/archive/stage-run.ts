import { copyFile, mkdir, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { ExperimentConfig } from '../../config/experiment-config.js';
import { byKind, kindsInOrder, type JobKind } from '../../job-kinds.js';
import { readWithdrawals } from '../../store/documents/withdrawals.js';
import { listSets } from '../../store/find-run.js';
import { readPlannedJobs } from '../../store/plan/planned-jobs.js';
import { runFolders as storeFolders } from '../../store/run-folders.js';
import { discussionOf } from '../../store/survey-run.js';
import type { Withdrawals } from '../../withdrawals.js';
import { listDocuments } from '../import/foreign-documents.js';
import { readReceipt, receiptOf } from '../import/receipt.js';
import { runFolders } from '../run-folders.js';
import { listFiles } from './checksums.js';

/** What an archive has of a run directory, and of each annotation set in it. Any of it may be a link to another disk. */
const kept = ['', 'sets/*/'].flatMap((folder) => [
  `${folder}{run,imported}.json`,
  `${folder}config.yaml`,
  `${folder}{plan,inputs,models,failures,accepted,withdrawn,cleaned,calibration}/*`,
]);

export interface StagedRun {
  planned: Record<JobKind, number>;
  finished: Record<JobKind, number>;
  /** Discussions that are left out on purpose. */
  withdrawn: number;
  /** All is made that is planned and not withdrawn. */
  isComplete: boolean;
}

/**
 * Copies the run directory without what only this machine needs (journals, locks, logs, derived files), and the
 * documents of its own plan, wherever they are published.
 */
export async function stageRun(config: ExperimentConfig, into: string): Promise<StagedRun> {
  const { dir } = runFolders(config);
  for (const file of await listFiles(dir, kept)) await copyTo(join(dir, file), join(into, 'run', file));
  const withdrawals = await readWithdrawals(dir);
  const staged: StagedRun = {
    planned: byKind(() => 0),
    finished: byKind(() => 0),
    withdrawn: withdrawals.size,
    isComplete: true,
  };
  for (const set of [undefined, ...(await listSets(dir))])
    await stageDocuments(config, { set, into, staged, withdrawals });
  await stageImported(config, into, staged);
  const wantsAnnotations = config.annotation !== undefined && config.actions.annotate;
  if (wantsAnnotations && staged.planned.annotation === 0) staged.isComplete = false;
  return staged;
}

/** The discussions of an imported table, which no job made. */
async function stageImported(config: ExperimentConfig, into: string, staged: StagedRun): Promise<void> {
  const { table, discussionsDir: dir } = config.annotation ?? {};
  const receipt = table && (await readReceipt(receiptOf(config)));
  if (!receipt || dir === undefined) return;
  const names = await listDocuments(dir);
  for (const name of names) await copyTo(join(dir, name), join(into, documentsPlace.discussion, name));
  staged.planned.discussion += receipt.discussions;
  staged.finished.discussion += names.length;
}

interface Staging {
  set: string | undefined;
  into: string;
  staged: StagedRun;
  withdrawals: Withdrawals;
}

async function stageDocuments(config: ExperimentConfig, { set, into, staged, withdrawals }: Staging): Promise<void> {
  const own = runFolders(config);
  const folders = storeFolders({ ...own, ...(set !== undefined && { set }) });
  const places = { discussion: own.discussionsDir, annotation: own.annotationsDir };
  const annotated = new Map<string, string>();
  const planned = await readPlannedJobs(folders.dir, (line) => annotated.set(line.id, discussionOf(line)));
  for (const kind of kindsInOrder) {
    const place = join(into, documentsPlace[kind], relative(places[kind], folders.documents[kind]));
    staged.planned[kind] += planned[kind].size;
    for (const id of planned[kind].keys()) {
      const isThere = await copyIfAny(join(folders.documents[kind], `${id}.json`), join(place, `${id}.json`));
      if (isThere) staged.finished[kind] += 1;
      else if (!withdrawals.has(annotated.get(id) ?? id)) staged.isComplete = false;
    }
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
