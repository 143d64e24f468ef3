/**
 * Clean: delete files that are no longer needed, while holding the run's lock, so that nothing is being made meanwhile.
 * - Temp files that a kill left behind. Only names in our own format are deleted; other dot-files are kept.
 * - Journals of published jobs. Before the first one is deleted, every document is read and checked (it belongs to its
 *   job and is as published), and its folder is synced again, because the process that published it may have been
 * killed   before it could sync. If one document is not as published, all journals are kept. A document with an
 * accepted edit   keeps its own journals, the only place where the texts before the edit remain.
 */
import { join } from 'node:path';
import { kindsInOrder } from '../job-kinds.js';
import type { SumCheck } from '../document-sum.js';
import { throwIfAny, type Problem } from '../errors.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import type { JournalFile } from './journal/fold-journal.js';
import { indexJournals } from './journal/journal-index.js';
import { nodeFiles } from './disk/node-file-port.js';
import { openRun, type OpenRunOptions } from './open-run.js';
import { emptyBook, updateBook, type PlanBook } from './plan/plan-book.js';
import { listPublished, readPublished } from './documents/published.js';
import { runFolders, type RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';
import { storageError } from './disk/storage-error.js';

export interface Cleaned {
  tempFiles: number;
  journals: number;
}

const tempPattern = /^\..+\.\d+-[0-9a-f]{8}\.tmp$/;

export async function cleanRun(options: OpenRunOptions): Promise<Cleaned> {
  const store = await openRun(options);
  const files = options.files ?? nodeFiles;
  const folders = runFolders(options);
  const book = emptyBook(folders.plan);
  try {
    await updateBook(files, book);
    const sums = await store.openSumCheck();
    const spare: JournalFile[] = [];
    const problems: Problem[] = [];
    for (const kind of kindsInOrder) spare.push(...(await findSpare({ files, folders, book, sums, problems }, kind)));
    throwIfAny(problems);
    for (const { path } of spare) await unless(['ENOENT'], files.unlink(path));
    const journals = spare.length;
    return { tempFiles: await dropTempFiles(files, folders, book), journals };
  } catch (error) {
    throw storageError(error);
  } finally {
    await store.close();
  }
}

interface Round {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
  sums: SumCheck;
  problems: Problem[];
}

/** Returns the journals that are no longer needed, because their documents are published. */
async function findSpare({ files, folders, book, sums, problems }: Round, kind: JobKind): Promise<JournalFile[]> {
  const planned = book.jobs[kind];
  const dir = folders.documents[kind];
  const index = await indexJournals(files, folders.journals[kind], kind);
  const published = await listPublished(files, dir, planned);
  await files.syncDir(dir);
  const spare: JournalFile[] = [];
  for (const id of [...index.jobs()].filter((job) => published.has(job))) {
    const { file, bytes, document } = await readPublished(files, { kind, id, hash: planned.get(id) ?? '', dir });
    const problem = sums.problemOf(file, bytes, document);
    if (problem) problems.push(problem);
    else if (!sums.accepted.has(file)) spare.push(...index.of(id));
  }
  return spare;
}

/** Of document folders only in those that the plan publishes in: in others, another process may be at work. */
async function dropTempFiles(files: FilePort, folders: RunFolders, { jobs }: PlanBook): Promise<number> {
  const { dir, plan, models, failures, inputs, documents } = folders;
  const own = kindsInOrder.filter((kind) => jobs[kind].size > 0).map((kind) => documents[kind]);
  let dropped = 0;
  for (const folder of new Set([dir, plan, models, failures, inputs, ...own])) {
    for (const name of (await files.list(folder)).filter((one) => tempPattern.test(one))) {
      await unless(['ENOENT'], files.unlink(join(folder, name)));
      dropped += 1;
    }
  }
  return dropped;
}
