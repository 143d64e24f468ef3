/**
 * The end of a published document, the same bytes in every file:
 *
 *     …,\n  "job_hash": "<64 hex digits>",\n  "sum": "<64 hex digits>"\n}\n
 *
 * `sum` is the SHA-256, in hex, of all bytes of the file before the comma in front of `"sum"`. Every byte is either
 * summed or fixed, so no change goes unseen. `job_hash` and `sum` come last: whose document it is, is told by the last
 * few bytes. A document of format 1, or of the Python original, has no sum; in format 2 a missing sum is a wrong one.
 */
import { hash } from 'node:crypto';
import type { Problem } from './errors.js';

const documentFormat = 2;
const endLength = endOf('0'.repeat(64)).length;
const endPattern = /\n {2}"job_hash": "([0-9a-f]{64})",\n {2}"sum": "[0-9a-f]{64}"\n\}\n$/;

/** More than the bytes that `jobHashAtEnd` looks at. */
export const tailLength = 256;

/** The text of a document as it is published. */
export function sealDocument(document: { job_hash: string; specification?: unknown }): string {
  const { job_hash, specification, ...rest } = document;
  const text = JSON.stringify({ ...rest, format: documentFormat, specification, job_hash }, null, 2);
  const summed = text.slice(0, -'\n}'.length);
  return summed + endOf(hash('sha256', summed));
}

/** The job's hash, from the last bytes of a document; undefined for one that does not end as ours do. */
export function jobHashAtEnd(tail: Buffer): string | undefined {
  return endPattern.exec(tail.toString('latin1'))?.[1];
}

/** Whether a document is of this format at all, whatever became of its sum. */
export function isOfThisFormat(document: object): boolean {
  return 'format' in document || 'specification' in document || 'sum' in document;
}

/** SHA-256 of all bytes of a file: what an accepted edit is known by. */
export function hashFile(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Compares the sums of the documents that a command reads, and counts what it should say about them. */
export class SumCheck {
  /** Files that cannot be checked: of the original, or of format 1. */
  readonly unsummed = new Set<string>();
  /** Files that were edited on purpose. */
  readonly accepted = new Set<string>();

  /** `edits` are the hashes of the files as they were accepted. */
  constructor(private readonly edits: ReadonlySet<string> = new Set()) {}

  /** What is wrong with the sum of a file that holds this document. */
  problemOf(file: string, bytes: Buffer, document: object): Problem | undefined {
    if (hasRightSum(bytes)) return undefined;
    if (this.edits.has(hashFile(bytes))) this.accepted.add(file);
    else if (isOfThisFormat(document)) return changed(file, document);
    else this.unsummed.add(file);
    return undefined;
  }
}

function hasRightSum(bytes: Buffer): boolean {
  const summed = bytes.subarray(0, Math.max(0, bytes.length - endLength));
  return bytes.subarray(summed.length).toString('latin1') === endOf(hash('sha256', summed));
}

function changed(file: string, document: object): Problem {
  const job = 'id' in document && typeof document.id === 'string' ? document.id : file;
  return {
    code: 'SYNDISCO_PUBLISHED_CHANGED',
    what: `The document ${job} is not as it was published: its sum is ${'sum' in document ? 'wrong' : 'missing'}`,
    todo: `Put the file back from a copy, or accept the edit by name: syndisco verify --accept ${job}`,
    where: { file, job },
  };
}

function endOf(sum: string): string {
  return `,\n  "sum": "${sum}"\n}\n`;
}
