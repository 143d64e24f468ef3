/**
 * Verify: read a run directory from end to end, change nothing, and report everything that is not as it was written:
 * run.json, the chain of plan segments, the copies of the inputs, every published document (its sum, its job and its
 * schema), every journal. Also reads run directories of format 1, whose documents have no sums. What a kill leaves
 * behind (a torn last line, an empty journal, a temp file) is not a fault. Safe to use next to a running process.
 */
import { join } from 'node:path';
import { byKind, kindsInOrder } from '../job-kinds.js';
import type { SumCheck } from '../document-sum.js';
import { fail, SyndiscoError, type Problem } from '../errors.js';
import type { RunFile } from '../generated/run.js';
import { openSumCheck } from './documents/accepted-edits.js';
import { shapeFault } from './check-shape.js';
import { placeOf } from './documents/document-place.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { foldJob } from './journal/fold-job.js';
import { verifyInputs } from './records/input-copies.js';
import { indexJournals } from './journal/journal-index.js';
import { nodeFiles } from './disk/node-file-port.js';
import { emptyBook, findPlanned, updateBook, type PlanBook } from './plan/plan-book.js';
import { planDamaged, segmentPath } from './plan/plan-segment.js';
import { documentPath, listPublished, readPublished, type DocumentPlace } from './documents/published.js';
import { readWhole } from './disk/read-whole.js';
import { readWithdrawals } from './documents/withdrawals.js';
import type { Withdrawals } from '../withdrawals.js';
import { parseRunFile } from './records/run-file.js';
import { runFolders, type FolderOptions, type RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';
import { storageError } from './disk/storage-error.js';

export interface VerifiedRun {
  planned: Record<JobKind, number>;
  published: Record<JobKind, number>;
  journals: number;
  /** Discussions that are left out on purpose; counted for the run, not for its annotation sets. */
  withdrawn: number;
  /** Documents that cannot be checked, because they have format 1. */
  unsummed: number;
  /** Documents with accepted edits. */
  acceptedEdits: number;
  /** Empty if nothing is wrong. */
  problems: readonly Problem[];
}

interface Round {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
  sums: SumCheck;
  /** The format of the run directory; documents of format 1 have no sums. */
  format: number;
  problems: Problem[];
}

/** Rejects only on disk errors; a directory that is not a run directory is reported as one with a bad run.json. */
export async function verifyRun(options: FolderOptions & { files?: FilePort }): Promise<VerifiedRun> {
  const folders = runFolders(options);
  const { files = nodeFiles } = options;
  try {
    const sums = await openSumCheck(folders.run, files);
    return await verifyAll({ files, folders, book: emptyBook(folders.plan), sums, format: 2, problems: [] });
  } catch (error) {
    throw storageError(error);
  }
}

async function verifyAll(round: Round): Promise<VerifiedRun> {
  const { files, folders, book, sums, problems } = round;
  await collect(problems, () => optional(updateBook(files, book)));
  const isPlanRead = problems.length === 0;
  await collect(problems, () => verifyRunFile(round, isPlanRead));
  problems.push(...(await verifyInputs(files, folders.inputs, book.inputs)));
  const withdrawn = await verifyWithdrawals(round);
  const published = byKind(() => 0);
  let journals = 0;
  for (const kind of kindsInOrder) {
    published[kind] = await verifyDocuments(round, kind);
    journals += (await optional(verifyJournals(round, kind))) ?? 0;
  }
  const planned = byKind((kind) => book.jobs[kind].size);
  const { unsummed, accepted } = sums;
  return {
    ...{ planned, published, journals, withdrawn },
    ...{ unsummed: unsummed.size, acceptedEdits: accepted.size, problems },
  };
}

/**
 * run.json is published after the plan's first segment, so a plan without it is what a kill leaves, but not the other
 * way round.
 */
async function verifyRunFile(round: Round, isPlanRead: boolean): Promise<void> {
  const { files, folders, book } = round;
  const file = join(folders.dir, 'run.json');
  const content = await unless(['ENOENT', 'ENOTDIR'], readWhole(files, file));
  if (!content && book.next.segment > 1) return;
  const run = parseRunFile(content ?? Buffer.alloc(0), file);
  round.format = run.format;
  if (!isPlanRead) return;
  if (book.next.segment === 1) throw planDamaged(segmentPath(book.next), 1, 'its first segment is missing');
  await compareWithPlan(files, run, { file, book });
}

async function compareWithPlan(files: FilePort, run: RunFile, { file, book }: { file: string; book: PlanBook }) {
  const [first] = kindsInOrder.flatMap((kind) => [...book.jobs[kind].keys()].slice(0, 1).map((id) => ({ kind, id })));
  const planned = first && (await findPlanned(files, book.next.dir, first));
  for (const path of ['experiment', 'seed'] as const) {
    const value = planned?.fields[path];
    if (value !== undefined && value !== run[path]) throw runFileChanged(file, path, JSON.stringify(value));
  }
}

/** Resolves to the number of withdrawn discussions. The records belong to the run, and their discussions to its plan. */
async function verifyWithdrawals({ files, folders, book, problems }: Round): Promise<number> {
  if (folders.dir !== folders.run) return 0;
  let withdrawals: Withdrawals = new Map();
  await collect(problems, async () => (withdrawals = await readWithdrawals(folders.run, files)));
  for (const { id, job_hash: hash } of withdrawals.values())
    if (book.jobs.discussion.get(id) !== hash) problems.push(unplannedWithdrawal(id, folders.withdrawn));
  return withdrawals.size;
}

/** Resolves to the number of documents found. */
async function verifyDocuments(round: Round, kind: JobKind): Promise<number> {
  const { files, folders, book, problems } = round;
  const planned = book.jobs[kind];
  const ids = await optional(listPublished(files, folders.documents[kind], planned));
  for (const id of ids ?? []) {
    await collect(problems, () => verifyDocument(round, placeOf(round, kind, id)));
  }
  return ids?.size ?? 0;
}

async function verifyDocument({ files, sums, format, problems }: Round, place: DocumentPlace): Promise<void> {
  const { file, bytes, document } = await readPublished(files, place, { mayBeUnsummed: format === 1 });
  const changed = sums.problemOf(file, bytes, document);
  const fault = changed ? undefined : shapeFault(place.kind, document);
  if (changed) problems.push(changed);
  if (fault !== undefined) problems.push(misshapen(place, fault));
}

/** Resolves to the number of journals found. Journals of unplanned jobs are skipped. */
async function verifyJournals({ files, folders, book, problems }: Round, kind: JobKind): Promise<number> {
  const index = await indexJournals(files, folders.journals[kind], kind);
  let journals = 0;
  for (const job of index.jobs()) {
    const hash = book.jobs[kind].get(job);
    if (hash === undefined) continue;
    const folded = await foldJob(files, index.of(job), hash);
    journals += folded.attempts;
    problems.push(...folded.damage.map((what) => journalDamaged(job, what)));
  }
  return journals;
}

function runFileChanged(file: string, path: string, planned: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `run.json has changed: the plan was made with ${path}: ${planned}`,
    todo: 'Restore the file from a backup, or delete it: the next run writes it again.',
    path,
    where: { file },
  });
}

function unplannedWithdrawal(id: string, file: string): Problem {
  return {
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `The discussion ${id} is withdrawn, but the plan of this run has no such discussion`,
    todo: 'Restore the plan or the record from a backup.',
    where: { file, job: id },
  };
}

function misshapen(place: DocumentPlace, fault: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_DAMAGED',
    what: `The published ${place.kind} ${place.id} does not match its schema: ${fault}`,
    todo: 'Move the file away and run the same command again: the document is rebuilt from the journal.',
    where: { file: documentPath(place), job: place.id },
  };
}

function journalDamaged(job: string, what: string): Problem {
  return {
    code: 'SYNDISCO_JOURNAL_DAMAGED',
    what,
    todo: 'The damaged part was not used. If the job is published, its document is complete. Check the disk.',
    where: { job },
  };
}

async function collect(problems: Problem[], check: () => Promise<unknown>): Promise<void> {
  try {
    await check();
  } catch (error) {
    if (!(error instanceof SyndiscoError)) throw error;
    problems.push(...error.problems);
  }
}

/** Files that do not exist yet are not a fault. */
function optional<Value>(work: Promise<Value>): Promise<Value | undefined> {
  return unless(['ENOENT'], work);
}
