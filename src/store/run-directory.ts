/**
 * The run directory as the rest of the program sees it: every method is one protocol from a file in this room. Disk
 * errors leave here as SyndiscoErrors that name the file and what to do.
 */
import { resolve } from 'node:path';
import { byKind, isComplete } from '../job-kinds.js';
import type { Failure } from '../generated/failure.js';
import type { PlanLine } from '../generated/plan-line.js';
import { openSumCheck } from './documents/accepted-edits.js';
import { extendPlan, refuseChanged } from './plan/extend-plan.js';
import { clearFailure, recordFailure } from './records/failure-file.js';
import type { FilePort } from './disk/file-port.js';
import { foldJob } from './journal/fold-job.js';
import { indexJournals, type JournalIndex } from './journal/journal-index.js';
import { copyInputs, type InputCopy } from './records/input-copies.js';
import { recordModel } from './records/model-file.js';
import { once } from './once.js';
import { placeOf } from './documents/document-place.js';
import { ownDocuments } from './documents/own-documents.js';
import type { PlanBook } from './plan/plan-book.js';
import { thisProcess } from './locks/process-facts.js';
import { listPublished, publishDocument, readPublished, type DocumentPlace } from './documents/published.js';
import { replaceFile } from './disk/replace-file.js';
import type { RunFolders } from './run-folders.js';
import type {
  Attempt,
  FoldedJob,
  JobKind,
  JobModels,
  JournalRecord,
  ModelIdentity,
  RunStore,
  StoreLog,
} from './run-store.js';
import { startAttempt } from './journal/start-attempt.js';
import { storageError } from './disk/storage-error.js';

export interface OpenedRun {
  files: FilePort;
  log: StoreLog;
  now: () => Date;
  folders: RunFolders;
  book: PlanBook;
  inputs: readonly InputCopy[];
  toolVersion: string;
  /** Called once the plan's first segment is on disk. */
  settle(): Promise<void>;
  unlock(): Promise<void>;
}

export function runDirectory(run: OpenedRun): RunStore {
  const { files, folders, book } = run;
  const journals = journalIndexes(run);
  const documents = ownDocuments(run);
  let closed: Promise<void> | undefined;
  return {
    dir: folders.dir,
    refuseConflicts: told(async (lines: readonly PlanLine[]) => {
      await refuseChanged(files, book, lines.filter(isComplete));
      await documents.refuseForeign(lines);
    }),
    plan: told(async (lines: readonly PlanLine[]) => {
      const added = await extendPlan(run, book, lines, async () => {
        await documents.refuseForeign(lines);
        return copyInputs(run, folders.inputs, run.inputs);
      });
      if (book.next.segment > 1) await run.settle();
      return { added };
    }),
    published: told((kind: JobKind) => documents.list(kind)),
    openSumCheck: () => openSumCheck(folders.run, files),
    foldJob: told(async (kind: JobKind, id: string) => foldAndTell(run, await journals(kind), placeOf(run, kind, id))),
    useModel: told((model: ModelIdentity) => recordModel(run, folders.models, model)),
    startAttempt: told(async (job: PlanLine, models: JobModels, carried: readonly JournalRecord[]) =>
      tellAttempt(await startAttempt(files, await journals(job.kind), openingOf(run, job, models), carried)),
    ),
    publish: told((kind: JobKind, id: string, document: { job_hash: string }) =>
      publishDocument(run, placeOf(run, kind, id), document),
    ),
    readPublished: told(
      async (kind: JobKind, id: string) => (await readPublished(files, placeOf(run, kind, id))).document,
    ),
    failed: told((kind: JobKind) => listPublished(files, folders.failures, book.jobs[kind])),
    recordFailure: told((kind: JobKind, id: string, failure: Omit<Failure, 'kind'>) =>
      recordFailure(files, folders.failures, placeOf(run, kind, id), failure),
    ),
    clearFailure: told((kind: JobKind, id: string) => clearFailure(files, folders.failures, placeOf(run, kind, id).id)),
    replaceFile: told((path: string, chunks: Parameters<RunStore['replaceFile']>[1]) =>
      replaceFile(files, resolve(folders.dir, path), chunks),
    ),
    close: () => (closed ??= run.unlock()),
  };
}

async function foldAndTell({ files, log }: OpenedRun, index: JournalIndex, place: DocumentPlace): Promise<FoldedJob> {
  const folded = await foldJob(files, index.of(place.id), place.hash);
  for (const damage of folded.damage) log('warn', damage, place.id);
  return folded;
}

/** Lists each journal folder once, at its first use. */
function journalIndexes({ files, folders }: OpenedRun): (kind: JobKind) => Promise<JournalIndex> {
  const indexes = byKind((kind) => once(() => indexJournals(files, folders.journals[kind], kind)));
  return (kind) => indexes[kind]();
}

function openingOf(run: OpenedRun, job: PlanLine, models: JobModels): Parameters<typeof startAttempt>[2] {
  const { id, kind, hash } = placeOf(run, job.kind, job.id);
  const { host, pid, boot_id } = thisProcess();
  const at = run.now().toISOString();
  const tool_version = run.toolVersion;
  return {
    kind: 'open',
    format: 1,
    job_kind: kind,
    job: id,
    job_hash: hash,
    model: models[0],
    ...(models.length > 1 && { models: [...models] }),
    tool_version,
    host,
    pid,
    boot_id,
    at,
  };
}

function tellAttempt(attempt: Attempt): Attempt {
  return {
    append: told((record: JournalRecord) => attempt.append(record)),
    finish: told(() => attempt.finish()),
    abandon: () => attempt.abandon(),
  };
}

function told<Args extends unknown[], Value>(
  work: (...args: Args) => Promise<Value>,
): (...args: Args) => Promise<Value> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      throw storageError(error);
    }
  };
}
