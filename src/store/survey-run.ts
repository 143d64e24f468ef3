/**
 * Survey: the state of planned jobs in a run directory, without a lock and without changing anything; a missing
 * directory counts as empty. Reads the plan once, lists the documents, failures and journals, and folds only the
 * journals of unfinished jobs.
 */
import { join } from 'node:path';
import { SyndiscoError } from '../errors.js';
import { isComplete } from '../job-kinds.js';
import type { PlanLine } from '../generated/plan-line.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { foldJob } from './journal/fold-job.js';
import { indexJournals } from './journal/journal-index.js';
import { nodeFiles } from './disk/node-file-port.js';
import { refuseForeign, sortDocuments, type SortedDocuments } from './documents/own-documents.js';
import { emptyBook, updateBook } from './plan/plan-book.js';
import { firstDifference, type Difference } from './plan/plan-difference.js';
import { readSegment } from './plan/plan-segment.js';
import type { DocumentPlace } from './documents/published.js';
import { readWithdrawals } from './documents/withdrawals.js';
import { parseJson, readWhole } from './disk/read-whole.js';
import { runFolders, type FolderOptions, type RunFolders } from './run-folders.js';
import { storageError } from './disk/storage-error.js';

/** The state of a job. */
export type JobStanding =
  | { state: 'new' | 'planned' | 'done' }
  /** The discussion, or that of the annotation, is left out on purpose. */
  | { state: 'withdrawn'; why: string }
  /** The number of completions in its journals. */
  | { state: 'begun'; completions: number }
  | { state: 'failed'; attempts: number; story: string }
  /** The config now specifies it differently from the frozen plan. */
  | { state: 'changed'; difference: Difference | undefined }
  /** A file with the name of its document does not belong to this plan. */
  | { state: 'foreign'; reason: string };

/** The state of each job, in the order of the lines. */
export async function surveyRun(options: FolderOptions, asked: readonly PlanLine[]): Promise<JobStanding[]> {
  const folders = runFolders(options);
  try {
    const planned = await readPlanned(nodeFiles, folders, asked);
    const lines = asked.map((line) => planned.settled.get(nameOf(line)) ?? line);
    const kinds = {
      discussion: await listKind(nodeFiles, folders, ofKind('discussion', lines)),
      annotation: await listKind(nodeFiles, folders, ofKind('annotation', lines)),
    };
    const withdrawals = await readWithdrawals(folders.run);
    const standings: JobStanding[] = [];
    for (const line of lines) {
      const why = withdrawals.get(discussionOf(line))?.why;
      const standing = await standingOf(line, planned, kinds[line.kind]);
      standings.push(why === undefined || standing.state === 'changed' ? standing : { state: 'withdrawn', why });
    }
    return standings;
  } catch (error) {
    throw storageError(error);
  }
}

/** The discussion that a job makes or annotates. */
export function discussionOf({ kind, id, fields }: PlanLine): string {
  return kind === 'discussion' ? id : String(fields['discussion']);
}

interface Planned {
  known: ReadonlySet<string>;
  changed: ReadonlyMap<string, Difference | undefined>;
  /** Jobs that are planned with the content that is no longer known, because their discussion is missing. */
  settled: ReadonlyMap<string, PlanLine>;
}

/** Keeps the difference of each changed job; of all other jobs, only that they are planned. */
async function readPlanned(files: FilePort, folders: RunFolders, lines: readonly PlanLine[]): Promise<Planned> {
  const asked = new Map(lines.map((line) => [nameOf(line), line]));
  const changed = new Map<string, Difference | undefined>();
  const settled = new Map<string, PlanLine>();
  const known = new Set<string>();
  const book = emptyBook(folders.plan);
  const last = emptyBook(folders.plan);
  if ((await unless(['ENOENT'], updateBook(files, last))) === undefined && last.next.segment === 1)
    return { known, changed, settled };
  while (book.next.segment < last.next.segment) {
    const { hash: previous } = await readSegment(files, book.next, (line) => {
      const name = nameOf(line);
      known.add(name);
      const now = asked.get(name);
      if (!now || now.hash === line.hash) return;
      const difference = firstDifference(line.fields, now.fields);
      if (!difference && !isComplete(now)) settled.set(name, line);
      else changed.set(name, difference);
    });
    book.next = { ...book.next, segment: book.next.segment + 1, previous };
  }
  return { known, changed, settled };
}

interface KindListing {
  published: SortedDocuments;
  /** Why a document does not belong to this plan; undefined if it may yet turn out to. */
  whyForeign(line: PlanLine): Promise<string | undefined>;
  failed: ReadonlySet<string>;
  story(id: string): Promise<string>;
  /** The number of completions in the journals of a job, and of its attempts. */
  fold(line: PlanLine): Promise<{ completions: number; attempts: number }>;
}

interface Asked {
  kind: PlanLine['kind'];
  /** From id to hash. */
  planned: ReadonlyMap<string, string>;
}

function ofKind(kind: PlanLine['kind'], lines: readonly PlanLine[]): Asked {
  return { kind, planned: new Map(lines.filter((line) => line.kind === kind).map(({ id, hash }) => [id, hash])) };
}

async function listKind(files: FilePort, folders: RunFolders, { kind, planned }: Asked): Promise<KindListing> {
  const dir = folders.documents[kind];
  const ids = async (dir: string): Promise<ReadonlySet<string>> =>
    new Set(((await unless(['ENOENT'], files.list(dir))) ?? []).map((name) => name.replace(/\.json$/, '')));
  const journals = await unless(['ENOENT'], indexJournals(files, folders.journals[kind], kind));
  const begun = new Set(journals?.jobs() ?? []);
  return {
    published: (await unless(['ENOENT'], sortDocuments(files, { dir, planned }))) ?? {
      own: new Set(),
      foreign: new Set(),
    },
    whyForeign: async (line) => tellForeign(files, { ...line, dir, fields: () => Promise.resolve(line.fields) }),
    failed: await ids(folders.failures),
    story: async (id) => storyOf(parseJson(await readWhole(files, join(folders.failures, `${id}.json`)))),
    fold: async ({ id, hash }) => {
      if (!journals || !begun.has(id)) return { completions: 0, attempts: 0 };
      const { records, attempts } = await foldJob(files, journals.of(id), hash);
      return { completions: records.length, attempts };
    },
  };
}

async function standingOf(line: PlanLine, { known, changed }: Planned, listing: KindListing): Promise<JobStanding> {
  if (changed.has(nameOf(line))) return { state: 'changed', difference: changed.get(nameOf(line)) };
  if (listing.published.own.has(line.id)) return { state: 'done' };
  const reason = listing.published.foreign.has(line.id) ? await listing.whyForeign(line) : undefined;
  if (reason !== undefined) return { state: 'foreign', reason };
  if (!known.has(nameOf(line))) return { state: 'new' };
  const { completions, attempts } = await listing.fold(line);
  if (listing.failed.has(line.id)) return { state: 'failed', attempts, story: await listing.story(line.id) };
  return completions > 0 ? { state: 'begun', completions } : { state: 'planned' };
}

async function tellForeign(files: FilePort, place: DocumentPlace): Promise<string | undefined> {
  try {
    await refuseForeign(files, [place]);
    return undefined;
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems[0].what;
    throw error;
  }
}

function storyOf(failure: unknown): string {
  return typeof failure === 'object' && failure && 'story' in failure ? String(failure.story) : 'unknown';
}

function nameOf({ kind, id }: PlanLine): string {
  return `${kind} ${id}`;
}
