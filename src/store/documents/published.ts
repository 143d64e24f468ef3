/**
 * Published documents: `<job id>.json`, complete as soon as the name exists; src/document-sum.ts describes their end.
 * Files whose name is not the id of a planned job are not ours (an output_dir may contain the original's files) and are
 * skipped. A document belongs to its job only if its `job_hash` matches: any other file with the name of a planned job
 * is from another plan or damaged; it is reported and never replaced. A document that could not be read back is not
 * published.
 */
import { join } from 'node:path';
import { isOfThisFormat, sealDocument } from '../../document-sum.js';
import { fail, type ErrorCode, type SyndiscoError } from '../../errors.js';
import { isComplete } from '../../job-kinds.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { shapeFault } from '../check-shape.js';
import type { FilePort } from '../disk/file-port.js';
import { describeDifference, firstDifference } from '../plan/plan-difference.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { parseJson, readWhole } from '../disk/read-whole.js';
import type { JobKind } from '../run-store.js';

/** The location of a planned job's document. */
export interface DocumentPlace {
  kind: JobKind;
  id: string;
  hash: string;
  dir: string;
  /** The fields that the job was planned with; read only to report how another plan's document differs. */
  fields?: () => Promise<PlanLine['fields'] | undefined>;
}

export interface PublishedDocument {
  file: string;
  bytes: Buffer;
  document: object;
}

/** The ids of planned jobs that have a file in the folder. */
export async function listPublished(
  files: FilePort,
  dir: string,
  planned: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  const names = await files.list(dir);
  const ids = names.flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -'.json'.length)] : []));
  return new Set(ids.filter((id) => planned.has(id)));
}

/** Throws SYNDISCO_PUBLISHED_DAMAGED or SYNDISCO_PUBLISHED_FOREIGN if the file is not this job's document. */
export async function readPublished(
  files: FilePort,
  place: DocumentPlace,
  { mayBeUnsummed = false } = {},
): Promise<PublishedDocument> {
  const file = documentPath(place);
  const bytes = await readWhole(files, file);
  const document = parseJson(bytes);
  if (typeof document !== 'object' || document === null) throw damaged(place, file);
  const fault = await whyForeign(document, place, mayBeUnsummed);
  if (fault !== undefined) throw foreign(place, file, fault);
  return { file, bytes, document };
}

/** If a document of the same job already exists, it wins: all its comments were durable before ours were. */
export async function publishDocument(
  ports: Publishing,
  place: DocumentPlace,
  document: { job_hash: string },
): Promise<void> {
  const text = sealDocument(document);
  await refuseUnreadable(place, text);
  const published = await publishOnce(ports, documentPath(place), [text]);
  if (published === 'taken') await readPublished(ports.files, place);
}

export function documentPath({ dir, id }: Pick<DocumentPlace, 'dir' | 'id'>): string {
  return join(dir, `${id}.json`);
}

async function refuseUnreadable(place: DocumentPlace, text: string): Promise<void> {
  const document = parseJson(text);
  const isObject = typeof document === 'object' && document !== null;
  const fault = (isObject && (await whyForeign(document, place, false))) || shapeFault(place.kind, document);
  if (fault === undefined) return;
  throw fail({
    code: 'SYNDISCO_INTERNAL',
    what: `The finished ${place.kind} ${place.id} is not published, because it could not be read back: ${fault}`,
    todo: 'Please report this bug. The journal keeps every completion; a fixed version will resume the job from it.',
    where: { job: place.id },
  });
}

async function whyForeign(
  document: object,
  { id: ours, hash: planned, fields }: DocumentPlace,
  mayBeUnsummed: boolean,
): Promise<string | undefined> {
  const { id, job_hash: hash }: { id?: unknown; job_hash?: unknown } = document;
  if (hash === planned && id !== ours) return `its id is ${JSON.stringify(id)}`;
  if (hash === planned) return mayBeUnsummed || isOfThisFormat(document) ? undefined : 'it has format 1';
  if (typeof hash !== 'string') return 'it has no job_hash';
  return whyOther({ ...document, job_hash: hash }, { hash: planned, fields });
}

/** Why a document with another hash is not the job's. */
async function whyOther(
  document: { job_hash: string },
  { hash: planned, fields }: Pick<DocumentPlace, 'hash'> & { fields: DocumentPlace['fields'] },
): Promise<string | undefined> {
  const made = 'specification' in document ? document.specification : undefined;
  const asked = isFields(made) ? await fields?.() : undefined;
  const difference = asked && isFields(made) ? firstDifference(made, asked) : undefined;
  if (difference) return `it was made with ${describeDifference(difference)}`;
  // Whose it is will be known when its discussion is made.
  if (asked && !isComplete({ fields: asked })) return undefined;
  return `its job_hash is ${document.job_hash}, not ${planned}`;
}

function isFields(value: unknown): value is PlanLine['fields'] {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every((one) => typeof one !== 'object' || one === null)
  );
}

function damaged({ kind, id }: DocumentPlace, file: string): SyndiscoError {
  const what = `The published ${kind} ${id} is damaged: the file is truncated or not JSON`;
  const todo = 'Restore the file from a backup; syndisco verify says whether its journal can make it again.';
  return report('SYNDISCO_PUBLISHED_DAMAGED', { id, file, what, todo });
}

function foreign({ kind, id }: DocumentPlace, file: string, fault: string): SyndiscoError {
  const what = `The file of the ${kind} ${id} does not belong to this plan: ${fault}`;
  const todo =
    'Start a new run with --fork NAME, which publishes in its own folder NAME, or use another output_dir. ' +
    'If the file should not be there, move it away.';
  return report('SYNDISCO_PUBLISHED_FOREIGN', { id, file, what, todo });
}

function report(code: ErrorCode, told: { id: string; file: string; what: string; todo: string }): SyndiscoError {
  const { id: job, file, what, todo } = told;
  return fail({ code, what, todo, where: { file, job } });
}
