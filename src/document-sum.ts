/**
 * The end of a published document, the same bytes in every file:
 *
 *     …,\n  "job_hash": "<64 hex digits>",\n  "sum": "<64 hex digits>"\n}\n
 *
 * `sum` is the SHA-256, in hex, of all bytes of the file before the comma in front of `"sum"`. Every byte is either
 * covered by the sum or fixed, so every change is detected. `job_hash` and `sum` come last, so that the last few bytes
 * tell which job the document belongs to. Documents of format 1, and those of the Python original, have no sum; in
 * format 2 a missing sum counts as a wrong one.
 */
import { hash } from 'node:crypto';
import { basename } from 'node:path';
import type { Problem } from './errors.js';

const documentFormat = 2;
const endStart = ',\n  "sum": "';
const endLength = endOf('0'.repeat(64)).length;
const endPattern = /\n {2}"job_hash": "([0-9a-f]{64})",\n {2}"sum": "[0-9a-f]{64}"\n\}\n$/;

/** At least as many bytes as `jobHashAtEnd` needs. */
export const tailLength = 256;

/** The text of a document as published, with its sum. */
export function sealDocument(document: { job_hash: string; specification?: unknown }): string {
  const { job_hash, specification, ...rest } = document;
  return sealRecord({ ...rest, format: documentFormat, specification, job_hash });
}

/** The text of an imported discussion, with its sum: no job made it. */
export function sealImported(document: object): string {
  return sealRecord({ ...document, format: documentFormat });
}

/** The text of another file that is published once, such as run.json, with its sum at its end like a document's. */
export function sealRecord(record: object): string {
  return seal(JSON.stringify(record, null, 2).slice(0, -'\n}'.length));
}

/** The text of a sealed file with other content, sealed again. */
export function resealed(text: string): string {
  return seal(text.slice(0, -endLength));
}

/** The job's hash, read from the last bytes of a document; undefined if they do not match our format. */
export function jobHashAtEnd(tail: Buffer): string | undefined {
  return endPattern.exec(tail.toString('latin1'))?.[1];
}

/** The sum at the end of a sealed file, right or wrong. */
export function sumAtEnd(bytes: Buffer): string | undefined {
  return /"sum": "([0-9a-f]{64})"\n\}\n$/.exec(bytes.subarray(-tailLength).toString('latin1'))?.[1];
}

/**
 * Whether a document has our format at all, whether its sum is right or not. Other files of a run directory have a
 * `format` too, but no comments.
 */
export function isOfThisFormat(document: object): boolean {
  return 'specification' in document || 'sum' in document || ('format' in document && 'logs' in document);
}

/** SHA-256 of all bytes of a file; identifies an accepted edit. */
export function hashFile(bytes: Uint8Array): string {
  return hash('sha256', bytes);
}

/** Checks the sums of the documents that a command reads, and collects what the command should report about them. */
export class SumCheck {
  /** Files without a sum, which cannot be checked: from the original, or of format 1. */
  readonly unsummed = new Set<string>();
  /** Files with accepted edits. */
  readonly accepted = new Set<string>();

  /** `edits`: the hashes of the files whose edits were accepted. */
  constructor(private readonly edits: ReadonlySet<string> = new Set()) {}

  /** The problem with the sum of the file that holds this document, if any. */
  problemOf(file: string, bytes: Buffer, document: object): Problem | undefined {
    if (hasRightSum(bytes)) return undefined;
    if (this.edits.size > 0 && this.edits.has(hashFile(bytes))) this.accepted.add(file);
    else if (isOfThisFormat(document)) return changed(file, document);
    else this.unsummed.add(file);
    return undefined;
  }
}

/** Whether the bytes are a document, or another sealed file, as it was published. */
export function hasRightSum(bytes: Buffer): boolean {
  const summed = bytes.subarray(0, Math.max(0, bytes.length - endLength));
  const end = bytes.subarray(summed.length).toString('latin1');
  return end.startsWith(endStart) && end === endOf(hash('sha256', summed)); // most others are not hashed at all
}

function changed(file: string, document: object): Problem {
  const job = basename(file, '.json');
  const isImported = 'imported_from' in document;
  const isNamed = isImported || ('id' in document && document.id === job);
  return {
    code: 'SYNDISCO_PUBLISHED_CHANGED',
    what: `The document ${job} has changed since it was published: its sum is ${'sum' in document ? 'wrong' : 'missing'}${isNamed ? '' : ', and its id is not the name of its file'}`,
    todo: isImported
      ? 'Restore the file from a backup, or delete it and run syndisco annotate: it is imported again from the table.'
      : `Restore the file from a backup${isNamed ? `, or accept the edit, with the config of its run: syndisco verify --accept ${job}` : ', or move it away if it is a copy'}.`,
    where: { file, job },
  };
}

function seal(summed: string): string {
  return summed + endOf(hash('sha256', summed));
}

function endOf(sum: string): string {
  return `${endStart}${sum}"\n}\n`;
}
