/**
 * Verify, the records that are gone. Nothing but what was made after them tells that there was a run.json, another
 * segment at the end of the plan, or the record of a model. A running process publishes while we read, so what seems to
 * be lost is looked for again.
 */
import { join } from 'node:path';
import { fail, type SyndiscoError } from '../errors.js';
import { kindsInOrder } from '../job-kinds.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { readWhole } from './disk/read-whole.js';
import { updateBook, type PlanBook } from './plan/plan-book.js';
import { planDamaged, segmentPath } from './plan/plan-segment.js';
import { modelFile } from './records/model-file.js';
import type { RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';

/** What the rest of the run directory shows. */
export interface Traces {
  /** Jobs that have a journal or a place in the ledger, or whose document is published. */
  jobs: Readonly<Record<JobKind, Set<string>>>;
  /** The names of the models that made the documents. */
  models: Set<string>;
}

interface Lost {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
  traces: Traces;
}

/** Throws if run.json is gone from a run in which something was made. */
export async function requireRunFile({ files, folders, book, traces }: Lost): Promise<void> {
  const file = join(folders.dir, 'run.json');
  const isBegun = book.next.segment > 1 && kindsInOrder.some((kind) => traces.jobs[kind].size > 0);
  if (!isBegun || (await unless(['ENOENT', 'ENOTDIR'], readWhole(files, file)))) return;
  throw lost(file, {
    what: 'run.json is missing, so config.yaml cannot be checked',
    todo: 'Restore the file from a backup; if this is the folder of a merge that was killed, run the merge again. Without a backup, running the same command again writes a new one.',
  });
}

/** Throws if jobs were made that no segment has. Without any segment, the plan is missing as a whole. */
export async function requireLastSegment({ files, book, traces }: Lost): Promise<void> {
  if (book.next.segment === 1 || findUnplanned(book, traces) === undefined) return;
  await updateBook(files, book);
  const job = findUnplanned(book, traces);
  if (job !== undefined)
    throw planDamaged(segmentPath(book.next), 1, `${job} was made, but no segment has it, so one is missing`);
}

function findUnplanned({ jobs }: PlanBook, traces: Traces): string | undefined {
  return kindsInOrder.flatMap((kind) => [...traces.jobs[kind]].filter((id) => !jobs[kind].has(id)))[0];
}

/** Throws if the record of the model of a document is gone. */
export async function requireModel({ files, folders }: Lost, name: string): Promise<void> {
  const file = modelFile(folders.models, name);
  if (await unless(['ENOENT'], readWhole(files, file))) return;
  throw lost(file, {
    what: `The record of the model ${JSON.stringify(name)}, which made documents of this run, is missing`,
    todo: 'Restore the file from a backup: without it, other weights under this name would not be noticed when the run goes on.',
  });
}

function lost(file: string, { what, todo }: { what: string; todo: string }): SyndiscoError {
  return fail({ code: 'SYNDISCO_RUN_DAMAGED', what, todo, where: { file } });
}
