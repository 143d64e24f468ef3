/**
 * The frozen plan in memory. It keeps only the hash of every job, because the fields are needed only to report a
 * difference and can be read again for that.
 */
import { byKind } from '../../job-kinds.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { errnoOf } from '../disk/errno.js';
import type { FilePort } from '../disk/file-port.js';
import { planDamaged, readSegment, segmentPath, type SegmentPlace } from './plan-segment.js';
import type { JobKind } from '../run-store.js';

export interface PlanBook {
  /** Job id to hash, in the order of the plan. */
  readonly jobs: Readonly<Record<JobKind, Map<string, string>>>;
  /** Names of the copies of inputs that the plan was made from. */
  readonly inputs: Set<string>;
  /** Where the next segment goes. */
  next: SegmentPlace;
}

export function emptyBook(dir: string): PlanBook {
  return { jobs: byKind(() => new Map()), inputs: new Set(), next: { dir, segment: 1, previous: null } };
}

/** Sees a planned job with all its fields, and the number of its segment, from 1. */
export type VisitPlan = (line: PlanLine, segment: number) => void;

/** Reads the segments that are not in the book yet; `visit` sees their jobs. */
export async function updateBook(files: FilePort, book: PlanBook, visit?: VisitPlan): Promise<void> {
  const last = lastSegment(await files.list(book.next.dir));
  while (book.next.segment <= last) {
    const hash = await readPresent(files, book, visit);
    book.next = { ...book.next, segment: book.next.segment + 1, previous: hash };
  }
}

/** Reads a planned job with all its fields. */
export async function findPlanned(
  files: FilePort,
  dir: string,
  wanted: Pick<PlanLine, 'kind' | 'id'>,
): Promise<PlanLine | undefined> {
  const book = emptyBook(dir);
  const found: PlanLine[] = [];
  const last = lastSegment(await files.list(dir));
  while (book.next.segment <= last && found.length === 0) {
    const { hash: previous } = await readSegment(files, book.next, (line) => {
      if (line.id === wanted.id && line.kind === wanted.kind) found.push(line);
    });
    book.next = { ...book.next, segment: book.next.segment + 1, previous };
  }
  return found[0];
}

async function readPresent(files: FilePort, { jobs, inputs, next }: PlanBook, visit?: VisitPlan): Promise<string> {
  try {
    const { header, hash } = await readSegment(files, next, (line) => {
      jobs[line.kind].set(line.id, line.hash);
      visit?.(line, next.segment);
    });
    for (const name of header.inputs ?? []) inputs.add(name);
    return hash;
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
    throw planDamaged(segmentPath(next), 1, 'a segment is missing');
  }
}

function lastSegment(names: readonly string[]): number {
  const numbers = names.flatMap((name) => (/^\d{4,}\.jsonl$/.test(name) ? [Number.parseInt(name, 10)] : []));
  return numbers.reduce((highest, number) => Math.max(highest, number), 0);
}
