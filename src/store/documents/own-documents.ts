/**
 * Finds the documents in a folder that belong to planned jobs. Only the end of each file is read, which contains the
 * job's hash; a file that does not end in our format (edited by hand, from another plan, damaged) is read completely.
 * Whether a document has changed since it was published is checked later, when it is read.
 */
import { byKind, kindsInOrder } from '../../job-kinds.js';
import { isOfThisFormat, jobHashAtEnd, tailLength } from '../../document-sum.js';
import { SyndiscoError, throwIfAny, type Problem } from '../../errors.js';
import { unless } from '../disk/errno.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { placeOf, placeOfLine, type KnownRun } from './document-place.js';
import type { FilePort } from '../disk/file-port.js';
import { documentPath, listPublished, readPublished, type DocumentPlace } from './published.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import type { JobKind } from '../run-store.js';

/** The folder of one kind of document, and the hash of each planned job by id. */
export interface PlannedDocuments {
  dir: string;
  planned: ReadonlyMap<string, string>;
}

export interface SortedDocuments {
  own: ReadonlySet<string>;
  /** Ids of planned jobs whose file name is taken by another file. */
  foreign: ReadonlySet<string>;
}

const readAtOnce = 32;
const shown = 3;

interface OwnDocuments {
  list(kind: JobKind): Promise<ReadonlySet<string>>;
  refuseForeign(lines: readonly PlanLine[]): Promise<void>;
}

/** Reads each document only once: a document of ours remains ours, because it is never replaced. */
export function ownDocuments(run: KnownRun): OwnDocuments {
  const { files, folders, book } = run;
  const known = byKind(() => new Set<string>());
  const look = async (kind: JobKind, planned: ReadonlyMap<string, string>, place: (id: string) => DocumentPlace) => {
    const { own, foreign } = await sortDocuments(files, { dir: folders.documents[kind], planned }, known[kind]);
    for (const id of own) known[kind].add(id);
    await refuseForeign(files, [...foreign].map(place));
    return own;
  };
  return {
    list: (kind) => look(kind, book.jobs[kind], (id) => placeOf(run, kind, id)),
    refuseForeign: async (lines) => {
      for (const kind of kindsInOrder) {
        const asked = new Map(lines.filter((line) => line.kind === kind).map((line) => [line.id, line]));
        const planned = new Map([...asked].map(([id, { hash }]) => [id, book.jobs[kind].get(id) ?? hash]));
        const place = (id: string) =>
          book.jobs[kind].has(id) ? placeOf(run, kind, id) : placeOfLine(folders, asked.get(id));
        if (asked.size > 0) await look(kind, planned, place);
      }
    },
  };
}

/** Documents in `known` are not read again. */
export async function sortDocuments(
  files: FilePort,
  { dir, planned }: PlannedDocuments,
  known: ReadonlySet<string> = new Set(),
): Promise<SortedDocuments> {
  const ids = [...(await listPublished(files, dir, planned))];
  const own = new Set(ids.filter((id) => known.has(id)));
  const foreign: string[] = [];
  const queue = ids.filter((id) => !own.has(id)).values();
  const worker = async (): Promise<void> => {
    for (const id of queue) {
      const hash = await unless(['ENOENT'], readJobHash(files, documentPath({ dir, id })));
      if (hash === planned.get(id)) own.add(id);
      else foreign.push(id);
    }
  };
  await Promise.all(Array.from({ length: readAtOnce }, worker));
  return { own, foreign: new Set(foreign.sort()) };
}

/** Throws if there are files that do not belong to this plan: reports the first few, and how many there are. */
export async function refuseForeign(files: FilePort, places: readonly DocumentPlace[]): Promise<void> {
  const all: Problem[] = [];
  for (const place of places) all.push(...(await problemsOf(files, place)));
  const problems = all.slice(0, shown);
  const isCut = all.length > problems.length;
  throwIfAny(problems.map((problem, index) => (isCut && index === 0 ? countAll(problem, all.length) : problem)));
}

async function problemsOf(files: FilePort, place: DocumentPlace): Promise<readonly Problem[]> {
  try {
    await readPublished(files, place);
    return [];
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems;
    throw error;
  }
}

function countAll(problem: Problem, count: number): Problem {
  return { ...problem, what: `${problem.what} (there are ${count} such files; the first ${shown} are shown)` };
}

async function readJobHash(files: FilePort, path: string): Promise<string | undefined> {
  return jobHashAtEnd(await readTail(files, path)) ?? jobHashOf(parseJson(await readWhole(files, path)));
}

async function readTail(files: FilePort, path: string): Promise<Buffer> {
  const { size } = await files.stat(path);
  const tail = Buffer.allocUnsafe(Math.min(size, tailLength));
  const file = await files.openInput(path);
  try {
    return tail.subarray(0, await file.read(tail, size - tail.length));
  } finally {
    await file.close();
  }
}

function jobHashOf(document: unknown): string | undefined {
  if (typeof document !== 'object' || document === null || !isOfThisFormat(document)) return undefined;
  return 'job_hash' in document && typeof document.job_hash === 'string' ? document.job_hash : undefined;
}
