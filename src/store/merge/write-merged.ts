/**
 * Merge, the writing: into a run directory that does not exist yet, or into one that has a part of the union already.
 * Every file is published once, as the runs themselves do it, and a file that is there must be the same. The order makes
 * a kill harmless: the copies of the inputs, the records, the journals and documents come first, then the plan, the
 * decisions about planned documents, and run.json last. So a new target is no run before it is whole, and what it has of a job is always complete: the journal
 * (or, where the journal was cleaned, the ledger) before the document. The same merge again adds what is missing.
 */
import { basename, join } from 'node:path';
import { sumAtEnd } from '../../document-sum.js';
import type { CleanedDocument } from '../../generated/cleaned-document.js';
import { kindsInOrder, type JobKind } from '../../job-kinds.js';
import { unless } from '../disk/errno.js';
import { nodeFiles as files } from '../disk/node-file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { readWhole } from '../disk/read-whole.js';
import { documentPath } from '../documents/published.js';
import { foldJob } from '../journal/fold-job.js';
import type { JournalFile } from '../journal/fold-journal.js';
import { indexJournals, type JournalIndex } from '../journal/journal-index.js';
import { lockShard } from '../locks/shard-lock.js';
import { extendPlan } from '../plan/extend-plan.js';
import { emptyBook, updateBook } from '../plan/plan-book.js';
import { extendLedger } from '../records/cleaned-ledger.js';
import { makeFolders, type RunFolders } from '../run-folders.js';
import type { StoreLog } from '../run-store.js';
import { copyImported } from './copy-imported.js';
import type { MissingJobs } from './find-missing.js';
import { writeDecisions, type JoinedDecisions } from './join-decisions.js';
import type { JoinedRuns, SourceRun } from './join-runs.js';
import { copyIfFree, copyOnce, publishIdentity } from './copy-once.js';

export interface MergedUnion extends JoinedRuns {
  failed: MissingJobs['failed'];
  /** The record of each model: file name to path. */
  models: ReadonlyMap<string, string>;
  /** Of the run itself, not of its annotation sets. */
  decisions?: JoinedDecisions;
  /** The run that has the discussions of an imported table. */
  imported?: SourceRun;
}

interface Writing {
  ports: Publishing;
  union: MergedUnion;
  folders: RunFolders;
  /** How many files are new. */
  added: number;
}

/** Resolves to the number of new files. */
export async function writeMerged(union: MergedUnion, folders: RunFolders, log: StoreLog): Promise<number> {
  await makeFolders(files, folders);
  const shard = { index: 1, count: 1 };
  const unlock = await lockShard({ files, dir: folders.shards, shard, log, now: () => new Date() });
  try {
    const writing: Writing = { ports: { files, log }, union, folders, added: 0 };
    await copyRecords(writing);
    for (const kind of kindsInOrder) await copyJobs(writing, kind);
    if (union.imported) writing.added += await copyImported(writing.ports, union.imported, folders);
    await syncAll(folders);
    await writePlan(writing);
    if (union.decisions) writing.added += await writeDecisions(writing.ports, union.decisions, folders);
    writing.added += await publishIdentity(writing.ports, union.sources, folders.dir);
    return writing.added;
  } finally {
    await unlock();
  }
}

async function copyRecords(writing: Writing): Promise<void> {
  const { ports, union, folders } = writing;
  for (const { folders: from, book } of union.sources)
    for (const name of book.inputs)
      writing.added += await copyOnce(ports, join(from.inputs, name), join(folders.inputs, name));
  for (const [name, file] of union.models) writing.added += await copyIfFree(ports, file, join(folders.models, name));
}

async function copyJobs(writing: Writing, kind: JobKind): Promise<void> {
  const { ports, union, folders } = writing;
  const journals = await indexSources(union.sources, kind);
  const bare: CleanedDocument[] = [];
  const documents: [from: string, to: string][] = [];
  for (const [id, hash] of union.lines[kind]) {
    const owner = union.owners[kind].get(id);
    const own = owner ? (journals.get(owner)?.of(id) ?? []) : await longestJournals(journals, { id, hash: hash.hash });
    const isKept = await copyJournals(writing, own, folders.journals[kind]);
    if (!owner) {
      await copyFailure(writing, kind, id);
      continue;
    }
    const from = documentPath({ dir: owner.folders.documents[kind], id });
    const sum = isKept ? undefined : sumAtEnd(await readWhole(files, from));
    if (sum !== undefined) bare.push({ kind, id, sum });
    documents.push([from, documentPath({ dir: folders.documents[kind], id })]);
  }
  await extendLedger(ports, folders.cleaned, bare);
  for (const [from, to] of documents) writing.added += await copyOnce(ports, from, to);
}

type Journals = ReadonlyMap<SourceRun, JournalIndex>;

async function indexSources(sources: readonly SourceRun[], kind: JobKind): Promise<Journals> {
  const indexes = new Map<SourceRun, JournalIndex>();
  for (const source of sources) {
    const index = await unless(['ENOENT'], indexJournals(files, source.folders.journals[kind], kind));
    if (index) indexes.set(source, index);
  }
  return indexes;
}

/** Of a job that no run has finished: the journals of the run that is farthest. */
async function longestJournals(journals: Journals, { id, hash }: { id: string; hash: string }): Promise<JournalFile[]> {
  let longest: { own: JournalFile[]; records: number } = { own: [], records: 0 };
  for (const index of journals.values()) {
    const own = index.of(id);
    const { records } = await foldJob(files, own, hash);
    if (records.length > longest.records) longest = { own, records: records.length };
  }
  return longest.own;
}

/** False if the target does not have them all: there are none, or another attempt of that number is in the way. */
async function copyJournals(writing: Writing, own: readonly JournalFile[], into: string): Promise<boolean> {
  let isKept = own.length > 0;
  for (const { path } of own) {
    const to = join(into, basename(path));
    writing.added += await copyIfFree(writing.ports, path, to);
    isKept &&= path === to || (await readWhole(files, path)).equals(await readWhole(files, to));
  }
  return isKept;
}

async function copyFailure(writing: Writing, kind: JobKind, id: string): Promise<void> {
  const { ports, union, folders } = writing;
  const source = union.failed[kind].get(id);
  if (!source) return;
  const name = `${id}.json`;
  writing.added += await copyIfFree(ports, join(source.folders.failures, name), join(folders.failures, name));
}

/** A file that was there already may come from a merge that was killed before its name was durable. */
async function syncAll({ inputs, models, journals, documents, failures }: RunFolders): Promise<void> {
  const all = [inputs, models, failures, ...Object.values(journals), ...Object.values(documents)];
  for (const dir of all) await files.syncDir(dir);
}

async function writePlan(writing: Writing): Promise<void> {
  const { ports, union, folders } = writing;
  const book = emptyBook(folders.plan);
  await updateBook(files, book);
  const inputs = [...new Set(union.sources.flatMap((source) => [...source.book.inputs]))].sort();
  for (const kind of kindsInOrder) {
    const added = await extendPlan(ports, book, [...union.lines[kind].values()], () => Promise.resolve(inputs));
    if (added > 0) writing.added += 1;
  }
}
