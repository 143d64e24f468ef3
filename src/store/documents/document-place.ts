/** Where the document of a job stands, and what the job was planned with. */
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

/** Only a planned job has files: its id was checked when it was planned. */
export function placeOf({ files, book, folders }: KnownRun, kind: JobKind, id: string): DocumentPlace {
  const hash = book.jobs[kind].get(id);
  if (hash === undefined) throw new Error(`the ${kind} ${id} is not in the plan`);
  const fields = async () => (await findPlanned(files, folders.plan, { kind, id }))?.fields;
  return { kind, id, hash, dir: folders.documents[kind], fields };
}

/** Of a job that is asked for and may not be planned yet. */
export function placeOfLine({ documents }: RunFolders, line: PlanLine | undefined): DocumentPlace {
  if (!line) throw new Error('a document was found that no line asked for');
  const { kind, id, hash, fields } = line;
  return { kind, id, hash, dir: documents[kind], fields: () => Promise.resolve(fields) };
}
