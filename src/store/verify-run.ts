/**
 * Verify: read a run directory from end to end, change nothing, and report everything that is not as it was written:
 * run.json, the copy of the config, the records of models, the chain of plan segments, the copies of the inputs, every
 * published document (its sum, its job and its schema), every finished document that is gone, every journal. Also reads
 * run directories of format 1, whose documents have no sums. What a kill leaves behind (a torn last line, an empty
 * journal, a temp file) is not a fault. Safe to use next to a running process.
 */
import { byKind, kindsInOrder } from '../job-kinds.js';
import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, type Problem } from '../errors.js';
import type { RunFile } from '../generated/run.js';
import { openSumCheck } from './documents/accepted-edits.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { verifyInputs } from './records/input-copies.js';
import { nodeFiles } from './disk/node-file-port.js';
import { emptyBook, updateBook, type PlanBook } from './plan/plan-book.js';
import { readWithdrawals } from './documents/withdrawals.js';
import type { Withdrawals } from '../withdrawals.js';
import { readLedger, type CleanedLedger } from './records/cleaned-ledger.js';
import { runFolders, type FolderOptions, type RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';
import { storageError } from './disk/storage-error.js';
import { verifyDocuments } from './verify-documents.js';
import { requireLastSegment, requireModel, requireRunFile, type Traces } from './verify-lost.js';
import { listModels, readRunFile, verifyConfigCopy, verifyModel, verifyRunFile } from './verify-records.js';

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
  /** Jobs whose document is missing or not as published, and whose journals can make it again. */
  remakeable: Readonly<Record<JobKind, readonly string[]>>;
  /** Empty if nothing is wrong. */
  problems: readonly Problem[];
}

interface Round {
  /** The hash of the table whose discussions were imported, if any. */
  table?: string;
  /** A merge that was killed leaves jobs that no segment has yet, and no run.json: the same merge again adds them. */
  isMergeTarget: boolean;
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
  sums: SumCheck;
  problems: Problem[];
}

/** Rejects only on disk errors; a directory that is not a run directory is reported as one with a bad run.json. */
export async function verifyRun(
  options: FolderOptions & { files?: FilePort } & Partial<Pick<Round, 'table' | 'isMergeTarget'>>,
): Promise<VerifiedRun> {
  const folders = runFolders(options);
  const { files = nodeFiles, table, isMergeTarget = false } = options;
  try {
    const sums = await openSumCheck(folders.run, files);
    const round = { files, folders, isMergeTarget, book: emptyBook(folders.plan), sums, problems: [] };
    return await verifyAll({ ...round, ...(table !== undefined && { table }) });
  } catch (error) {
    throw storageError(error);
  }
}

async function verifyAll(round: Round): Promise<VerifiedRun> {
  const { files, folders, isMergeTarget, book, sums, problems } = round;
  await collect(problems, () => unless(['ENOENT'], updateBook(files, book)));
  const isPlanRead = problems.length === 0;
  const run = await verifyRecords(round, isPlanRead);
  await collect(problems, async () => problems.push(...(await verifyInputs(files, folders.inputs, book.inputs))));
  const withdrawn = await verifyWithdrawals(round);
  const ledger = await verifyLedger(round);
  const traces: Traces = { jobs: byKind((kind) => new Set(ledger.sums[kind].keys())), models: new Set() };
  const format = run?.format ?? 2;
  const documents = { ...round, ledger, traces, format };
  const published = byKind(() => 0);
  const remakeable = byKind((): readonly string[] => []);
  let journals = 0;
  for (const kind of kindsInOrder) {
    const verified = await verifyDocuments(documents, kind);
    published[kind] = verified.published;
    remakeable[kind] = verified.remakeable;
    journals += verified.journals;
    problems.push(...verified.problems);
  }
  if (isPlanRead && !isMergeTarget) await collect(problems, () => requireLastSegment(documents));
  if (!run && !isMergeTarget) await collect(problems, () => requireRunFile(documents));
  if (format > 1) for (const name of traces.models) await collect(problems, () => requireModel(documents, name));
  const planned = byKind((kind) => book.jobs[kind].size);
  const { unsummed, accepted } = sums;
  return {
    ...{ planned, published, journals, withdrawn, remakeable },
    ...{ unsummed: unsummed.size, acceptedEdits: accepted.size, problems },
  };
}

/** Resolves to run.json, unless there is none or it cannot be read. */
async function verifyRecords(round: Round, isPlanRead: boolean): Promise<RunFile | undefined> {
  const { problems } = round;
  const found: RunFile[] = [];
  await collect(problems, async () => found.push(...[(await readRunFile(round)) ?? []].flat()));
  const [run] = found;
  if (run && isPlanRead) await collect(problems, () => verifyRunFile(round, run));
  if (run) await collect(problems, () => verifyConfigCopy(round, run));
  for (const file of await listModels(round)) await collect(problems, () => verifyModel(round, file, run));
  return run;
}

async function verifyLedger({ files, folders, problems }: Round): Promise<CleanedLedger> {
  let ledger: CleanedLedger = { sums: byKind(() => new Map()), segments: 0, previous: null };
  await collect(problems, async () => (ledger = await readLedger(files, folders.cleaned)));
  return ledger;
}

/** Resolves to the number of withdrawn discussions. The records belong to the run, and their discussions to its plan or its table. */
async function verifyWithdrawals({ files, folders, book, problems, table }: Round): Promise<number> {
  if (folders.dir !== folders.run) return 0;
  let withdrawals: Withdrawals = new Map();
  await collect(problems, async () => (withdrawals = await readWithdrawals(folders.run, files)));
  for (const { id, job_hash: hash } of withdrawals.values())
    if ((book.jobs.discussion.get(id) ?? table) !== hash) problems.push(unplannedWithdrawal(id, folders.withdrawn));
  return withdrawals.size;
}

function unplannedWithdrawal(id: string, file: string): Problem {
  return {
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `The discussion ${id} is withdrawn, but the plan of this run has no such discussion`,
    todo: 'Restore the plan or the record from a backup.',
    where: { file, job: id },
  };
}

/** A file that cannot be read is a problem among others. */
async function collect(problems: Problem[], check: () => Promise<unknown>): Promise<void> {
  try {
    await check();
  } catch (thrown) {
    const error = storageError(thrown);
    if (!(error instanceof SyndiscoError)) throw error;
    problems.push(...error.problems);
  }
}
