/**
 * cleaned/0001.jsonl, 0002.jsonl …: the ledger of finished documents whose journals were deleted, with the sum of each.
 * So a document that is lost later is noticed, although no journal tells that it was ever made. Every segment is
 * published once, before the journals go, and contains the hash of the one before it. A line of an earlier segment is
 * not repeated. If a segment cannot be trusted, neither can what it says is complete: that is an error.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fail, type SyndiscoError } from '../../errors.js';
import type { CleanedDocument } from '../../generated/cleaned-document.js';
import type { CleanedSegment } from '../../generated/cleaned-segment.js';
import { byKind } from '../../job-kinds.js';
import { hasShape } from '../check-shape.js';
import { unless } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';
import { readLines } from '../disk/read-lines.js';
import { parseJson } from '../disk/read-whole.js';
import type { JobKind } from '../run-store.js';

export interface CleanedLedger {
  /** The sum of each document, by job id. */
  readonly sums: Readonly<Record<JobKind, Map<string, string>>>;
  readonly segments: number;
  /** The hash of the last segment. */
  readonly previous: string | null;
}

/** Empty for a run that was never cleaned. */
export async function readLedger(files: FilePort, dir: string): Promise<CleanedLedger> {
  const sums = byKind(() => new Map<string, string>());
  const numbers = ((await unless(['ENOENT'], files.list(dir))) ?? []).flatMap(segmentNumber);
  const last = Math.max(0, ...numbers);
  let previous: string | null = null;
  for (let segment = 1; segment <= last; segment += 1) {
    const path = segmentPath(dir, segment);
    if (!numbers.includes(segment)) throw ledgerDamaged(path, 'the segment is missing');
    const { documents, hash } = await readSegment(files, path, { segment, previous });
    for (const { kind, id, sum } of documents) sums[kind].set(id, sum);
    previous = hash;
  }
  return { sums, segments: last, previous };
}

/** Publishes a segment with those of the documents that the ledger does not have. The caller holds the run's lock. */
export async function extendLedger(
  ports: Publishing,
  dir: string,
  documents: readonly CleanedDocument[],
): Promise<void> {
  const { sums, segments, previous } = await readLedger(ports.files, dir);
  // An existing segment may come from a process that was killed before its name was durable.
  await ports.files.syncDir(dir);
  const fresh = documents.filter(({ kind, id, sum }) => sums[kind].get(id) !== sum);
  if (fresh.length === 0) return;
  const segment = segments + 1;
  const published = await publishOnce(ports, segmentPath(dir, segment), writeSegment({ segment, previous }, fresh));
  if (published === 'taken') await extendLedger(ports, dir, fresh);
}

type Place = Pick<CleanedSegment, 'segment' | 'previous'>;

function* writeSegment({ segment, previous }: Place, documents: readonly CleanedDocument[]): Generator<string> {
  const text = documents.map(({ kind, id, sum }) => `${JSON.stringify({ kind, id, sum })}\n`).join('');
  const sha256 = createHash('sha256').update(text).digest('hex');
  const header: CleanedSegment = { format: 1, segment, previous, documents: documents.length, sha256 };
  yield `${JSON.stringify(header)}\n`;
  yield text;
}

async function readSegment(
  files: FilePort,
  path: string,
  { segment, previous }: Place,
): Promise<{ documents: CleanedDocument[]; hash: string }> {
  const whole = createHash('sha256');
  const content = createHash('sha256');
  const documents: CleanedDocument[] = [];
  let header: CleanedSegment | undefined;
  for await (const line of readLines(files, path)) {
    const value = line.ended ? parseJson(line.bytes) : undefined;
    whole.update(line.bytes).update('\n');
    if (header) content.update(line.bytes).update('\n');
    if (header && hasShape('cleaned-document', value)) documents.push(value);
    else if (!header && hasShape('cleaned-segment', value)) header = value;
    else throw ledgerDamaged(path, `line ${line.number} is not as it was written`);
  }
  if (header?.segment !== segment || header.previous !== previous)
    throw ledgerDamaged(path, 'it does not continue the previous segment');
  const fault = faultOf(header, documents, content.digest('hex'));
  if (fault !== undefined) throw ledgerDamaged(path, fault);
  return { documents, hash: whole.digest('hex') };
}

function faultOf(header: CleanedSegment, { length }: readonly CleanedDocument[], sha256: string): string | undefined {
  if (length !== header.documents) return `it has ${length} of ${header.documents} documents`;
  return sha256 === header.sha256 ? undefined : 'its content has changed';
}

function segmentNumber(name: string): number[] {
  return /^\d{4,}\.jsonl$/.test(name) ? [Number.parseInt(name, 10)] : [];
}

function segmentPath(dir: string, segment: number): string {
  return join(dir, `${String(segment).padStart(4, '0')}.jsonl`);
}

function ledgerDamaged(file: string, why: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_RUN_DAMAGED',
    what: `The list of finished documents whose journals were deleted is damaged: ${why}`,
    todo: 'Restore the file from a backup: without it, a lost document could not be noticed.',
    where: { file },
  });
}
