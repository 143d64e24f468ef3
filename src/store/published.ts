/**
 * Published documents: `<job id>.json`, whole from the moment the name exists. Names that are no planned job's id are
 * not ours (an output_dir may hold the original's files) and are passed over. What stands under a planned name is
 * looked at when it is read, when our own document meets it, and by `verifyRun`; it is reported and never replaced.
 */
import { join } from 'node:path';
import { fail, type ErrorCode, type SyndiscoError } from '../errors.js';
import type { FilePort } from './file-port.js';
import type { Publishing } from './publish-by-claim.js';
import { publishOnce } from './publish-once.js';
import { parseJson, readWhole } from './read-whole.js';
import type { JobKind } from './run-store.js';

/** A planned job's document and where it stands. */
export interface DocumentPlace {
  kind: JobKind;
  id: string;
  hash: string;
  dir: string;
}

export async function listPublished(
  files: FilePort,
  dir: string,
  planned: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const names = await files.list(dir);
  const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
  return new Set(ids.filter((id) => planned.has(id)));
}

/** Throws SYNDISCO_PUBLISHED_DAMAGED or SYNDISCO_PUBLISHED_FOREIGN for what is not this job's document. */
export async function readPublished(files: FilePort, place: DocumentPlace): Promise<object> {
  const file = documentPath(place);
  const document = parseJson(await readWhole(files, file));
  if (typeof document !== 'object' || document === null) throw damaged(place, file);
  const fault = whyForeign(document, place);
  if (fault !== undefined) throw foreign(place, file, fault);
  return document;
}

/** An equal job's document that is already there wins: every comment in it was durable before ours was. */
export async function publishDocument(ports: Publishing, place: DocumentPlace, document: object): Promise<void> {
  const fault = whyForeign(document, place);
  if (fault !== undefined) throw new Error(`a document to publish is not that of ${place.id}: ${fault}`);
  const text = `${JSON.stringify(document, null, 2)}\n`;
  const published = await publishOnce(ports, documentPath(place), [text]);
  if (published === 'taken') await readPublished(ports.files, place);
}

export function documentPath({ dir, id }: DocumentPlace): string {
  return join(dir, `${id}.json`);
}

function whyForeign(document: object, place: DocumentPlace): string | undefined {
  const id = 'id' in document ? document.id : undefined;
  const hash = 'job_hash' in document ? document.job_hash : undefined;
  if (id !== place.id) return `id is ${JSON.stringify(id)}`;
  return hash === place.hash ? undefined : `job_hash is ${JSON.stringify(hash)}, not ${place.hash}`;
}

function damaged({ kind, id }: DocumentPlace, file: string): SyndiscoError {
  const what = `The published ${kind} ${id} is damaged: the file is cut off or no JSON`;
  return report('SYNDISCO_PUBLISHED_DAMAGED', id, file, what);
}

function foreign({ kind, id }: DocumentPlace, file: string, fault: string): SyndiscoError {
  const what = `The file with the name of the ${kind} ${id} is another document: ${fault}`;
  return report('SYNDISCO_PUBLISHED_FOREIGN', id, file, what);
}

function report(code: ErrorCode, job: string, file: string, what: string): SyndiscoError {
  const todo = 'Move the file away and run the same command again: the journal makes the document anew.';
  return fail({ code, what, todo, where: { file, job } });
}
