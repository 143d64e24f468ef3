import type { ValidateFunction } from 'ajv';
import { isUtf8 } from 'node:buffer';
import { basename, dirname } from 'node:path';
import { hasRightSum, type SumCheck } from '../document-sum.js';
import { SyndiscoError, throwIfAny, type ErrorCode } from '../errors.js';
import { describeBadJson, describeInvalid } from './describe-bad-document.js';
import type { DocumentKind } from './document-kinds.js';
import type { DocumentPlace } from '../inputs/input-types.js';
import { giveBack, readWhole } from './read-whole.js';
import { sliceHead } from './slice-head.js';
import { parseForeignJson } from '../parse-foreign-json.js';

export type CheckedDocument<Ours, Original, Imported = never> = DocumentPlace & DocumentForm<Ours, Original, Imported>;

type DocumentForm<Ours, Original, Imported> =
  | { origin: 'syndisco'; document: Ours }
  | { origin: 'original'; document: Original }
  | { origin: 'imported'; document: Imported };

/** A file as read. Its bytes wait outside the heap, so that files that are read ahead cost the garbage collector little. */
export interface RawDocument {
  file: string;
  bytes: Buffer;
}

export interface DocumentCheck<Ours, Original, Imported = never> {
  kind: DocumentKind<Ours, Original, Imported>;
  sums: SumCheck;
  /** Leaves the comments out where `sliceHead` can: what is then returned is only for a survey. */
  isHeadEnough?: boolean;
}

export async function readBytes(file: string): Promise<RawDocument> {
  try {
    return { file, bytes: await readWhole(file) };
  } catch (error) {
    throwIfAny(await describeBadJson(file));
    throw error;
  }
}

/**
 * Checks one document: ours (which has a job hash), imported, or the original's; undefined if the file is of the other kind. Throws
 * all problems of the file; if one of ours was modified, only that is reported. The bytes are another file's afterwards.
 */
export async function checkDocument<Ours, Original, Imported = never>(
  raw: RawDocument,
  options: DocumentCheck<Ours, Original, Imported>,
): Promise<CheckedDocument<Ours, Original, Imported> | undefined> {
  try {
    return await checkBytes(raw, options);
  } finally {
    giveBack(raw.bytes);
  }
}

async function checkBytes<Ours, Original, Imported>(
  { file, bytes }: RawDocument,
  { kind, sums, isHeadEnough = false }: DocumentCheck<Ours, Original, Imported>,
): Promise<CheckedDocument<Ours, Original, Imported> | undefined> {
  const isSealed = hasRightSum(bytes);
  const neededLines = isHeadEnough ? kind.neededLines : undefined;
  const value = await parse({ file, bytes }, isSealed ? parseOurs(neededLines) : parseForeign);
  if (isObject(value)) {
    if (kind.isOther(value)) return undefined;
    const changed = isSealed ? undefined : sums.problemOf(file, bytes, value);
    if (changed) throw new SyndiscoError([changed]);
  }
  const place = { file, stem: basename(file, '.json'), folder: basename(dirname(file)) };
  return { ...place, ...(await checkForm({ value, file, isSealed }, kind)) };
}

/** The fast path for good files; the reason and position of a failure are determined afterwards. */
async function parse({ file, bytes }: RawDocument, parseBytes: (bytes: Buffer) => unknown): Promise<unknown> {
  try {
    if (!isUtf8(bytes)) throw new SyntaxError(`${file} is not UTF-8`);
    return parseBytes(bytes);
  } catch (error) {
    throwIfAny(await describeBadJson(file));
    throw error;
  }
}

function parseForeign(bytes: Buffer): unknown {
  return parseForeignJson(bytes.toString('utf8').replace(/^\ufeff/, ''));
}

/** With its right sum a document is as it was written: there is nothing to check before it is parsed. */
function parseOurs(neededLines: readonly Buffer[] | undefined): (bytes: Buffer) => unknown {
  return (bytes) => JSON.parse((neededLines && sliceHead(bytes, neededLines)) ?? bytes.toString('utf8')) as unknown;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

interface Parsed {
  value: unknown;
  file: string;
  isSealed: boolean;
}

/** A document's keys tell whose it is, and so which form it must have. */
async function checkForm<Ours, Original, Imported>(
  { value, file, isSealed }: Parsed,
  kind: DocumentKind<Ours, Original, Imported>,
): Promise<DocumentForm<Ours, Original, Imported>> {
  const has = (key: string): boolean => isObject(value) && key in value;
  if (has('imported_from') && kind.imported)
    return { origin: 'imported', document: await check(value, kind.imported(), file, kind) };
  if (!has('job_hash')) return { origin: 'original', document: await check(value, kind.original(), file, kind) };
  const isPublished = kind.published();
  if (isSealed && isPublished(value)) return { origin: 'syndisco', document: value };
  return { origin: 'syndisco', document: await check(value, kind.ours(), file, kind) };
}

async function check<Document>(
  value: unknown,
  validate: ValidateFunction<Document>,
  file: string,
  kind: { noun: string; invalid: ErrorCode },
): Promise<Document> {
  if (validate(value)) return value;
  throw new SyndiscoError(await describeInvalid(file, kind, validate.errors ?? []));
}
