import type { ValidateFunction } from 'ajv';
import { isUtf8 } from 'node:buffer';
import { readFile as readFileWithCallback } from 'node:fs';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { SumCheck } from '../document-sum.js';
import { SyndiscoError, throwIfAny } from '../errors.js';
import { describeBadJson, describeInvalid } from './describe-bad-document.js';
import type { DocumentKind } from './document-kinds.js';
import type { DocumentPlace } from '../inputs/input-types.js';

/**
 * A data set has many small files; the callback version opens and closes them in half the time of `node:fs/promises`.
 */
const readFile = promisify(readFileWithCallback);

export type CheckedDocument<Ours, Original> = DocumentPlace &
  ({ origin: 'syndisco'; document: Ours } | { origin: 'original'; document: Original });

/**
 * Reads and checks one document, ours (which has a job hash) or the original's; undefined if the file is of the other
 * kind. Throws all problems of the file; if one of ours was modified, only that is reported.
 */
export async function readDocument<Ours, Original>(
  file: string,
  kind: DocumentKind<Ours, Original>,
  sums: SumCheck,
): Promise<CheckedDocument<Ours, Original> | undefined> {
  const { bytes, value } = await readJson(file);
  const isObject = typeof value === 'object' && value !== null;
  if (isObject && kind.isOther(value)) return undefined;
  const place = { file, stem: basename(file, '.json'), folder: basename(dirname(file)) };
  const changed = isObject && sums.problemOf(file, bytes, value);
  if (changed) throw new SyndiscoError([changed]);
  return isObject && 'job_hash' in value
    ? { ...place, origin: 'syndisco', document: await check(value, kind.ours(), file, kind) }
    : { ...place, origin: 'original', document: await check(value, kind.original(), file, kind) };
}

/** The fast path for good files; the reason and position of a failure are determined afterwards. */
async function readJson(file: string): Promise<{ bytes: Buffer; value: unknown }> {
  try {
    const bytes = await readFile(file);
    if (!isUtf8(bytes)) throw new SyntaxError(`${file} is not UTF-8`);
    return { bytes, value: JSON.parse(bytes.toString('utf8').replace(/^\ufeff/, '')) };
  } catch (error) {
    throwIfAny(await describeBadJson(file));
    throw error;
  }
}

async function check<Document>(
  value: unknown,
  validate: ValidateFunction<Document>,
  file: string,
  kind: DocumentKind<unknown, unknown>,
): Promise<Document> {
  if (validate(value)) return value;
  throw new SyndiscoError(await describeInvalid(file, kind, validate.errors ?? []));
}
