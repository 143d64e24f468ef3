import { join } from 'node:path';
import { SumCheck } from '../document-sum.js';
import { SyndiscoError, type Problem } from '../errors.js';
import type { JobKind } from '../job-kinds.js';
import { annotationKind, discussionKind } from './document-kinds.js';
import { listDocuments } from './list-documents.js';
import { checkDocument, type RawDocument } from './read-document.js';
import { readDocuments } from './read-documents.js';
import { refuseDuplicates } from './refuse-duplicates.js';

/** A folder of documents of one kind. */
export interface DocumentFolder {
  dir: string;
  kind: JobKind;
  /** The jobs that are published there: id to hash. Empty for a folder that nothing is published in. */
  planned: ReadonlyMap<string, string>;
}

/**
 * The problems of those files below a folder that do not have the name of a planned job: copies of the documents of
 * planned jobs, and files that are neither a discussion nor an annotation. A missing folder has none.
 */
export async function checkStrays(
  { dir, kind, planned }: DocumentFolder,
  sums = new SumCheck(),
): Promise<readonly Problem[]> {
  const own = new Set([...planned.keys()].map((id) => join(dir, `${id}.json`)));
  const files = await listDocuments(dir, { mayBeMissing: true });
  const strays = files.filter((file) => !own.has(file));
  try {
    const rest = readStrays(strays, { dir, kind, planned }, sums);
    while (!(await rest.next()).done);
    return [];
  } catch (error) {
    if (error instanceof SyndiscoError) return error.problems;
    throw error;
  }
}

function readStrays(files: readonly string[], { dir, kind, planned }: DocumentFolder, sums: SumCheck) {
  const facts = kind === 'discussion' ? discussionKind : annotationKind;
  const check = (raw: RawDocument) =>
    checkDocument<{ id: string; job_hash: string }, object, object>(raw, { kind: facts, sums });
  const taken = new Map([...planned.keys()].map((id) => [id, join(dir, `${id}.json`)]));
  const ownId = (stray: Exclude<Awaited<ReturnType<typeof check>>, undefined>): string | undefined => {
    if (stray.origin !== 'syndisco') return undefined;
    const { id, job_hash: hash } = stray.document;
    return planned.get(id) === hash ? id : undefined;
  };
  return readDocuments(files, check, refuseDuplicates(facts, { idOf: ownId, taken }));
}
