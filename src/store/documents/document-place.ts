/** The location of a job's document, and the fields that the job was planned with. */
import type { PlanLine } from '../../generated/plan-line.js';
import type { FilePort } from '../disk/file-port.js';
import { findPlanned, type PlanBook } from '../plan/plan-book.js';
import type { DocumentPlace } from './published.js';
import type { RunFolders } from '../run-folders.js';
import type { JobKind } from '../run-store.js';

export interface KnownRun {
  files: FilePort;
  folders: RunFolders;
  book: PlanBook;
}

/** For planned jobs only: planning has validated the id, which becomes a file name. */
export function placeOf({ files, book, folders }: KnownRun, kind: JobKind, id: string): DocumentPlace {
  const hash = book.jobs[kind].get(id);
  if (hash === undefined) throw new Error(`the ${kind} ${id} is not in the plan`);
  const fields = async () => (await findPlanned(files, folders.plan, { kind, id }))?.fields;
  return { kind, id, hash, dir: folders.documents[kind], fields };
}

/** For a requested job that may not be planned yet. */
export function placeOfLine({ documents }: RunFolders, line: PlanLine | undefined): DocumentPlace {
  if (!line) throw new Error('found a document that belongs to no requested job');
  const { kind, id, hash, fields } = line;
  return { kind, id, hash, dir: documents[kind], fields: () => Promise.resolve(fields) };
}
