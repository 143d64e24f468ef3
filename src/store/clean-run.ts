/**
 * Clean: delete files that are no longer needed, while holding the run's lock, so that nothing is being made meanwhile.
 * - Temp files that a kill left behind. Only names in our own format are deleted; other dot-files are kept, and in
 *   folders that are written without the lock also those of processes that are still alive on this machine. So are the
 *   folders of lines that a killed import left.
 * - Journals of published jobs. Before the first one is deleted, every document is read and checked (it belongs to its
 *   job and is as published), its folder is synced again, because the process that published it may have been killed
 *   before it could sync, and the documents are entered in the ledger cleaned/, so that the loss of one is noticed even
 *   without its journals. If one document is not as published, all journals are kept. A document with an accepted edit
 *   keeps its own journals, the only place where the texts before the edit remain.
 */
import { join, relative } from 'node:path';
import { kindsInOrder } from '../job-kinds.js';
import { sumAtEnd, type SumCheck } from '../document-sum.js';
import { throwIfAny, type Problem } from '../errors.js';
import { unless } from './disk/errno.js';
import type { CleanedDocument } from '../generated/cleaned-document.js';
import type { FilePort } from './disk/file-port.js';
import type { JournalFile } from './journal/fold-journal.js';
import { indexJournals } from './journal/journal-index.js';
import { nodeFiles } from './disk/node-file-port.js';
import { removeSpool, spoolPattern } from './disk/spool.js';
import { isRunning } from './locks/process-facts.js';
import { openRun, type OpenRunOptions } from './open-run.js';
import { emptyBook, updateBook, type PlanBook } from './plan/plan-book.js';
import { listPublished, readPublished } from './documents/published.js';
import { extendLedger } from './records/cleaned-ledger.js';
import { runFolders, type RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';
import { storageError } from './disk/storage-error.js';

export interface Cleaned {
  tempFiles: number;
  journals: number;
}

export interface CleanOptions extends OpenRunOptions {
  /** Further folders in which this run's files may have been written, such as that of an exported data set. */
  besides?: readonly string[];
}

/** With the id of the process that wrote it. */
const tempPattern = /^\..+\.(\d+)-[0-9a-f]{8}\.tmp$/;

export async function cleanRun(options: CleanOptions): Promise<Cleaned> {
  const store = await openRun(options);
  const files = options.files ?? nodeFiles;
  const folders = runFolders(options);
  const book = emptyBook(folders.plan);
  try {
    await updateBook(files, book);
    const sums = await store.openSumCheck();
    const problems: Problem[] = [];
    const found: Spare[] = [];
    for (const kind of kindsInOrder) found.push(...(await findSpare({ files, folders, book, sums, problems }, kind)));
    throwIfAny(problems);
    const finished = found.map(({ document }) => document);
    await extendLedger({ files, log: options.log }, folders.cleaned, finished);
    const spare = found.flatMap((one) => one.journals);
    for (const { path } of spare) await unless(['ENOENT'], files.unlink(path));
    const journals = spare.length;
    const temps = await dropTempFiles(files, foldersWithTemps(options, folders, book));
    const spools = await dropSpools(files, folders.run);
    return { tempFiles: temps + spools, journals };
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

/** A finished document and its journals, which are no longer needed. */
interface Spare {
  document: CleanedDocument;
  journals: readonly JournalFile[];
}

async function findSpare({ files, folders, book, sums, problems }: Round, kind: JobKind): Promise<Spare[]> {
  const planned = book.jobs[kind];
  const dir = folders.documents[kind];
  const index = await indexJournals(files, folders.journals[kind], kind);
  const published = await listPublished(files, dir, planned);
  await files.syncDir(dir);
  const spare: Spare[] = [];
  for (const id of [...index.jobs()].filter((job) => published.has(job))) {
    const { file, bytes, document } = await readPublished(files, { kind, id, hash: planned.get(id) ?? '', dir });
    const problem = sums.problemOf(file, bytes, document);
    const sum = sumAtEnd(bytes);
    if (problem) problems.push(problem);
    else if (sum !== undefined && !sums.accepted.has(file))
      spare.push({ document: { kind, id, sum }, journals: index.of(id) });
  }
  return spare;
}

interface FolderWithTemps {
  dir: string;
  /** Whether only the holder of the run's lock writes there. */
  isLocked: boolean;
}

/**
 * Of document folders outside the run directory only those that the plan publishes in: in others, another process may be
 * at work. Imported discussions are in no plan.
 */
function foldersWithTemps({ besides = [] }: CleanOptions, folders: RunFolders, { jobs }: PlanBook): FolderWithTemps[] {
  const { run, dir, plan, models, failures, inputs, documents, cleaned, shards, accepted, withdrawn } = folders;
  const own = kindsInOrder.filter((kind) => jobs[kind].size > 0).map((kind) => documents[kind]);
  const locked = new Set([dir, plan, models, failures, inputs, cleaned, ...own]);
  const inside = Object.values(documents).filter((one) => !relative(run, one).startsWith('..'));
  const derived = [join(run, 'calibration'), join(run, 'dataset')];
  const open = new Set([shards, accepted, withdrawn, ...derived, ...inside, ...besides]);
  return [
    ...[...locked].map((one) => ({ dir: one, isLocked: true })),
    ...[...open].filter((one) => !locked.has(one)).map((one) => ({ dir: one, isLocked: false })),
  ];
}

async function dropTempFiles(files: FilePort, folders: readonly FolderWithTemps[]): Promise<number> {
  let dropped = 0;
  for (const { dir, isLocked } of folders) {
    for (const name of (await unless(['ENOENT', 'ENOTDIR'], files.list(dir))) ?? []) {
      const pid = tempPattern.exec(name)?.[1];
      if (pid === undefined || (!isLocked && isRunning(Number(pid)))) continue;
      await unless(['ENOENT'], files.unlink(join(dir, name)));
      dropped += 1;
    }
  }
  return dropped;
}

/** Annotation sets import into the folder of their run, under locks of their own. */
async function dropSpools(files: FilePort, run: string): Promise<number> {
  const left = (await files.list(run)).filter((name) => {
    const pid = spoolPattern.exec(name)?.[1];
    return pid !== undefined && !isRunning(Number(pid));
  });
  for (const name of left) await removeSpool(join(run, name));
  return left.length;
}
