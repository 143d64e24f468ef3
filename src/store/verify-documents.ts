/**
 * Verify, the documents of one kind and their journals. A document must be there if a journal of its job ends in
 * `done`, or if the ledger of deleted journals has it. For each document that is missing or not as published, the
 * report says whether the journals can make it again; only those that can are left to a repair. Journals are read
 * before documents are listed, because a running process publishes in between; one that has finished a journal is given
 * a moment to publish.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, type Problem } from '../errors.js';
import { hasShape, shapeFault } from './check-shape.js';
import { unless } from './disk/errno.js';
import type { FilePort } from './disk/file-port.js';
import { storageError } from './disk/storage-error.js';
import { placeOf } from './documents/document-place.js';
import { documentPath, listPublished, readPublished, type DocumentPlace } from './documents/published.js';
import { foldJob } from './journal/fold-job.js';
import { indexJournals } from './journal/journal-index.js';
import { heldLocks } from './locks/find-holders.js';
import { judgeProcess } from './locks/process-facts.js';
import type { PlanBook } from './plan/plan-book.js';
import type { CleanedLedger } from './records/cleaned-ledger.js';
import type { RunFolders } from './run-folders.js';
import type { JobKind } from './run-store.js';
import { severalAtOnce } from './several-at-once.js';
import type { Traces } from './verify-lost.js';

export interface DocumentRound {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
  sums: SumCheck;
  ledger: CleanedLedger;
  /** The format of the run directory; documents of format 1 have no sums. */
  format: number;
  /** Filled here, with what only lost records would explain. */
  traces: Traces;
}

export interface VerifiedDocuments {
  published: number;
  journals: number;
  problems: readonly Problem[];
  /** Ids of jobs whose document is missing or not as published, and whose journals can make it again. */
  remakeable: readonly string[];
}

export async function verifyDocuments(round: DocumentRound, kind: JobKind): Promise<VerifiedDocuments> {
  const journals = await foldJournals(round, kind);
  const published = await listIn(round, kind);
  const verified = await severalAtOnce(published, async (id) => ({
    id,
    problem: await verifyDocument(round, placeOf(round, kind, id)),
  }));
  const found = verified.flatMap(({ id, problem }): Found[] => (problem ? [{ id, problem }] : []));
  found.push(...(await findMissing(round, kind, { published, finished: journals.finished })));
  const remakeable = found.filter(({ id, problem }) => journals.finished.has(id) && problem.code !== foreign);
  return {
    published: published.size,
    journals: journals.count,
    problems: [...found.map((one) => withRemedy(one, journals.finished)), ...journals.damage],
    remakeable: remakeable.map(({ id }) => id),
  };
}

const foreign = 'SYNDISCO_PUBLISHED_FOREIGN';
const longestPublishMs = 5000;
const lookEveryMs = 100;

/** A document that is missing or not as published. */
interface Found {
  id: string;
  problem: Problem;
}

interface FoldedJournals {
  count: number;
  /** Jobs that a journal has to the end. */
  finished: ReadonlySet<string>;
  damage: readonly Problem[];
}

/** Journals of unplanned jobs are only noted. */
async function foldJournals({ files, folders, book, traces }: DocumentRound, kind: JobKind): Promise<FoldedJournals> {
  const index = await unless(['ENOENT'], indexJournals(files, folders.journals[kind], kind));
  const folded = await severalAtOnce(index?.jobs() ?? [], async (job) => {
    const hash = book.jobs[kind].get(job);
    traces.jobs[kind].add(job);
    if (!index || hash === undefined) return [];
    const found = await unless(['ENOENT'], foldJob(files, index.of(job), hash));
    // Removed by `clean` since they were listed: their document has been found to be whole.
    if (!found) return [];
    const { attempts, madeWith, damage } = found;
    return [{ job, attempts, isFinished: madeWith !== undefined, damage }];
  });
  const journals = folded.flat();
  return {
    count: journals.reduce((sum, { attempts }) => sum + attempts, 0),
    finished: new Set(journals.flatMap(({ job, isFinished }) => (isFinished ? [job] : []))),
    damage: journals.flatMap(({ job, damage }) => damage.map((what) => journalDamaged(job, what))),
  };
}

async function listIn({ files, folders, book }: DocumentRound, kind: JobKind): Promise<ReadonlySet<string>> {
  return (await unless(['ENOENT'], listPublished(files, folders.documents[kind], book.jobs[kind]))) ?? new Set();
}

async function verifyDocument(
  { files, sums, format, traces }: DocumentRound,
  place: DocumentPlace,
): Promise<Problem | undefined> {
  try {
    const { file, bytes, document } = await readPublished(files, place, { mayBeUnsummed: format === 1 });
    const changed = sums.problemOf(file, bytes, document);
    if (changed) return changed;
    if (!hasShape(place.kind, document))
      return misshapen(place, shapeFault(place.kind, document) ?? 'it does not match');
    traces.jobs[place.kind].add(place.id);
    for (const { name } of [document.model, ...('models' in document ? (document.models ?? []) : [])])
      traces.models.add(name);
    return undefined;
  } catch (thrown) {
    const error = storageError(thrown);
    if (error instanceof SyndiscoError) return error.problems[0];
    throw error;
  }
}

async function findMissing(
  round: DocumentRound,
  kind: JobKind,
  { published, finished }: { published: ReadonlySet<string>; finished: ReadonlySet<string> },
): Promise<Found[]> {
  const { book, ledger } = round;
  const isGone = (id: string): boolean => !published.has(id) && (finished.has(id) || ledger.sums[kind].has(id));
  const gone = [...book.jobs[kind].keys()].filter(isGone);
  const lost = await notPublishedSince(round, kind, gone);
  return lost.map((id) => ({ id, problem: missing(placeOf(round, kind, id), finished.has(id)) }));
}

/** A running process publishes a moment after it has finished a journal. */
async function notPublishedSince(round: DocumentRound, kind: JobKind, gone: readonly string[]): Promise<string[]> {
  const giveUpAt = performance.now() + longestPublishMs;
  let lost = [...gone];
  while (lost.length > 0) {
    const isLastLook = performance.now() > giveUpAt || !(await isHeld(round));
    const published = await listIn(round, kind);
    lost = lost.filter((id) => !published.has(id));
    if (isLastLook) break;
    await delay(lookEveryMs);
  }
  return lost;
}

async function isHeld({ files, folders }: DocumentRound): Promise<boolean> {
  return (await heldLocks(files, folders.shards)).some(({ holder }) => judgeProcess(holder) !== 'dead');
}

function missing(place: DocumentPlace, isInJournal: boolean): Problem {
  const { kind, id } = place;
  const proof = isInJournal
    ? 'its journal is complete, so the file was removed, or a kill came before it was published'
    : 'its journals were deleted because it was finished';
  return {
    code: 'SYNDISCO_PUBLISHED_MISSING',
    what: `The finished ${kind} ${id} is missing: ${proof}`,
    todo: 'Restore the file from a backup.',
    where: { file: documentPath(place), job: id },
  };
}

/** Says what else can be done, after a look at the journals. */
function withRemedy({ id, problem }: Found, finished: ReadonlySet<string>): Problem {
  if (problem.code === foreign) return problem;
  const isMissing = problem.code === 'SYNDISCO_PUBLISHED_MISSING';
  if (finished.has(id)) {
    const keeping = isMissing ? '' : ', and keeps this file under another name';
    return {
      ...problem,
      todo: `Its journal can make it again: syndisco verify --repair does so, without a model${keeping}. ${otherwise(problem)}`.trim(),
    };
  }
  const anew = isMissing ? 'Running the same command again' : 'Moving the file away and running the same command again';
  return {
    ...problem,
    todo: `${problem.todo} No journal can make it again. ${anew} makes the job anew, with other texts.`,
  };
}

/** An edit may be intended. */
function otherwise({ code, todo }: Problem): string {
  return code === 'SYNDISCO_PUBLISHED_CHANGED' ? `Otherwise: ${todo}` : '';
}

function misshapen(place: DocumentPlace, fault: string): Problem {
  return {
    code: 'SYNDISCO_PUBLISHED_DAMAGED',
    what: `The published ${place.kind} ${place.id} does not match its schema: ${fault}`,
    todo: 'Restore the file from a backup.',
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
