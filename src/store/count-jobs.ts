/**
 * How far the jobs of a run directory are, by the directory alone: without its config or inputs, without a lock, and
 * without writing anything. A directory that an older version made is read too.
 */
import { join } from 'node:path';
import { SyndiscoError } from '../errors.js';
import type { PlanLine } from '../generated/plan-line.js';
import { kindsInOrder, type JobKind } from '../job-kinds.js';
import { unless } from './disk/errno.js';
import { nodeFiles as files } from './disk/node-file-port.js';
import { parseJson, readWhole } from './disk/read-whole.js';
import { storageError } from './disk/storage-error.js';
import { sortDocuments } from './documents/own-documents.js';
import { readPublished, type DocumentPlace } from './documents/published.js';
import { readWithdrawals } from './documents/withdrawals.js';
import { foldJob } from './journal/fold-job.js';
import { indexJournals } from './journal/journal-index.js';
import { emptyBook, updateBook } from './plan/plan-book.js';
import { runFolders, type FolderOptions } from './run-folders.js';
import { discussionOf } from './survey-run.js';

export interface KindCount {
  kind: JobKind;
  /** Without withdrawn ones. */
  planned: number;
  done: number;
  failed: readonly FailedJob[];
  /** Neither finished nor failed, with completions in their journals. */
  begun: readonly BegunJob[];
}

interface FailedJob {
  job: string;
  at: string;
  story: string;
}

interface BegunJob {
  job: string;
  completions: number;
}

/** Of each kind of which anything is planned. `known` remembers finished documents, for one who looks again and again. */
export async function countJobs(options: FolderOptions, known: Set<string> = new Set()): Promise<KindCount[]> {
  const folders = runFolders(options);
  const book = emptyBook(folders.plan);
  try {
    const withdrawals = await readWithdrawals(folders.run);
    const withdrawn = new Set<string>();
    const note = (line: PlanLine): void => {
      if (withdrawals.has(discussionOf(line))) withdrawn.add(line.id);
    };
    await unless(['ENOENT', 'ENOTDIR'], updateBook(files, book, note));
    const counts: KindCount[] = [];
    for (const kind of kindsInOrder) {
      const planned = new Map([...book.jobs[kind]].filter(([id]) => !withdrawn.has(id)));
      if (planned.size > 0) counts.push(await countKind({ folders, kind, planned, known }));
    }
    return counts;
  } catch (error) {
    throw storageError(error);
  }
}

interface Counted {
  folders: ReturnType<typeof runFolders>;
  kind: JobKind;
  planned: ReadonlyMap<string, string>;
  known: Set<string>;
}

async function countKind({ folders, kind, planned, known }: Counted): Promise<KindCount> {
  const dir = folders.documents[kind];
  const { own, foreign } = (await unless(['ENOENT', 'ENOTDIR'], sortDocuments(files, { dir, planned }, known))) ?? none;
  const done = new Set(own);
  for (const id of foreign) {
    const isOlder = await isOfThisPlan({ kind, id, dir, hash: planned.get(id) ?? '' });
    if (isOlder) done.add(id);
  }
  for (const id of done) known.add(id);
  const failed = await readFailures(folders.failures, (id) => planned.has(id) && !done.has(id));
  const stopped = new Set([...done, ...failed.map(({ job }) => job)]);
  const journals = await unless(['ENOENT', 'ENOTDIR'], indexJournals(files, folders.journals[kind], kind));
  const begun: BegunJob[] = [];
  for (const job of journals?.jobs() ?? []) {
    const hash = stopped.has(job) ? undefined : planned.get(job);
    if (!journals || hash === undefined) continue;
    const { records } = await foldJob(files, journals.of(job), hash);
    begun.push({ job, completions: records.length });
  }
  return { kind, planned: planned.size, done: done.size, failed, begun };
}

const none = { own: new Set<string>(), foreign: new Set<string>() };

/** Documents of the first format have no sum, and belong to their plan all the same. */
async function isOfThisPlan(place: DocumentPlace): Promise<boolean> {
  try {
    await readPublished(files, place, { mayBeUnsummed: true });
    return true;
  } catch (error) {
    if (error instanceof SyndiscoError) return false;
    throw error;
  }
}

async function readFailures(dir: string, isAsked: (id: string) => boolean): Promise<FailedJob[]> {
  const names = (await unless(['ENOENT', 'ENOTDIR'], files.list(dir))) ?? [];
  const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
  const failed: FailedJob[] = [];
  for (const job of ids.filter(isAsked).sort()) {
    const bytes = await unless(['ENOENT'], readWhole(files, join(dir, `${job}.json`)));
    const { at, story }: { at?: unknown; story?: unknown } = { ...toObject(bytes && parseJson(bytes)) };
    failed.push({
      job,
      at: typeof at === 'string' ? at : '',
      story: typeof story === 'string' ? story : 'unknown',
    });
  }
  return failed;
}

function toObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}
