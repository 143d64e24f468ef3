/**
 * accepted/0001.json, 0002.json …: edits of published documents that a user explicitly accepted. Each record is
 * published once and holds the hash of the file as accepted, so that a further edit is reported as a change again.
 */
import { join } from 'node:path';
import { kindsInOrder } from '../../job-kinds.js';
import { SumCheck, hashFile } from '../../document-sum.js';
import { fail, throwIfAny, type Problem } from '../../errors.js';
import type { AcceptedEdit } from '../../generated/accepted-edit.js';
import { hasShape, shapeFault } from '../check-shape.js';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { emptyBook, updateBook } from '../plan/plan-book.js';
import { listNumbered, publishNumbered } from '../records/numbered-records.js';
import { listPublished, readPublished, type PublishedDocument } from './published.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import { listSets } from '../find-run.js';
import { runFolders, type FolderOptions } from '../run-folders.js';
import type { JobKind } from '../run-store.js';
import { storageError } from '../disk/storage-error.js';

/** The sum check for the documents of a run. A run directory without accepted edits, or a missing one, is no error. */
export async function openSumCheck(runDir: string, files: FilePort = nodeFiles): Promise<SumCheck> {
  const edits = new Set<string>();
  try {
    for await (const { sha256 } of readAcceptedEdits(runDir, files)) edits.add(sha256);
  } catch (error) {
    throw storageError(error);
  }
  return new SumCheck(edits);
}

/** Without records that cannot be read: an edit that nobody can show to be accepted is an error elsewhere. */
export async function* readAcceptedEdits(runDir: string, files: FilePort): AsyncGenerator<AcceptedEdit> {
  const { accepted } = runFolders({ dir: runDir, discussionsDir: '', annotationsDir: '' });
  for (const name of await listNumbered(files, accepted)) {
    const edit = parseJson(await readWhole(files, join(accepted, name)));
    if (hasShape('accepted-edit', edit)) yield edit;
  }
}

/** Accepts the documents of these jobs as they are now: either all of them or, if one cannot be accepted, none. */
export async function acceptEdits(
  options: FolderOptions & { ids: readonly string[]; at: Date; files?: FilePort },
): Promise<void> {
  const { ids, at, files = nodeFiles } = options;
  try {
    const found: AcceptedEdit[] = [];
    const problems: Problem[] = [];
    const sets = await listSets(options.dir, files);
    for (const id of new Set(ids)) {
      const edits = await findEdits(files, options, id);
      for (const set of sets) edits.push(...(await findEdits(files, { ...options, set }, id)));
      if (edits.length === 0) problems.push(nothingToAccept(id));
      found.push(...edits.map((edit) => ({ ...edit, at: at.toISOString() })));
    }
    throwIfAny(problems);
    const ports = { files, log: () => undefined };
    for (const edit of found) await publishNumbered(ports, runFolders(options).accepted, edit);
  } catch (error) {
    throw storageError(error);
  }
}

async function findEdits(files: FilePort, options: FolderOptions, id: string): Promise<Omit<AcceptedEdit, 'at'>[]> {
  const { plan, documents } = runFolders(options);
  const book = emptyBook(plan);
  await unless(['ENOENT'], updateBook(files, book));
  const sums = await openSumCheck(options.dir, files);
  const edits: Omit<AcceptedEdit, 'at'>[] = [];
  for (const kind of kindsInOrder) {
    const dir = documents[kind];
    const hash = book.jobs[kind].get(id);
    if (hash === undefined || !(await unless(['ENOENT'], listPublished(files, dir, new Map([[id, hash]]))))?.has(id))
      continue;
    const found = await readPublished(files, { kind, id, hash, dir });
    if (sums.problemOf(found.file, found.bytes, found.document)) edits.push(editOf(kind, id, found));
  }
  return edits;
}

function editOf(kind: JobKind, id: string, { file, bytes, document }: PublishedDocument): Omit<AcceptedEdit, 'at'> {
  const fault = shapeFault(kind, document);
  if (fault === undefined) {
    const previous = 'sum' in document && typeof document.sum === 'string' ? document.sum : null;
    return { kind, id, sha256: hashFile(bytes), previous_sum: previous };
  }
  throw fail({
    code: 'SYNDISCO_PUBLISHED_DAMAGED',
    what: `The edited ${kind} ${id} cannot be accepted, because it does not match its schema: ${fault}`,
    todo: 'Correct the edit, or restore the file from a backup.',
    where: { file, job: id },
  });
}

function nothingToAccept(id: string): Problem {
  return {
    code: 'SYNDISCO_USAGE',
    what: `There is nothing to accept for ${id}: no planned job with this id has an edited document`,
    todo: 'Give the id of a job that syndisco verify reports.',
    where: { job: id },
  };
}
