/**
 * Open run, the plan's part. Jobs already planned with the same hash need nothing; new jobs form one new segment, which
 * contains the hash of the previous segment; a planned job with another hash, or a planned job that is no longer
 * requested, is refused. Two processes that grow the plan at the same time race for the same segment; the loser reads
 * the winner's segment and compares again.
 * The newest segment may come from a process that was killed before its name was durable. So the folder is synced again
 * before anything builds on it; otherwise a power loss could remove a segment but leave its successor.
 */
import { kindsInOrder, type JobKind } from '../../job-kinds.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { hasShape } from '../check-shape.js';
import { findPlanned, updateBook, type PlanBook } from './plan-book.js';
import { PlanChanged, PlanShrank } from './plan-difference.js';
import { segmentPath, writeSegment } from './plan-segment.js';
import type { FilePort } from '../disk/file-port.js';
import type { Publishing } from '../disk/publish-by-claim.js';
import { publishOnce } from '../disk/publish-once.js';

/**
 * Resolves to the number of new jobs. `prepare` is called before the segment that contains them is published, and
 * resolves to the names of the copies of inputs that it was made from.
 */
export async function extendPlan(
  ports: Publishing,
  book: PlanBook,
  lines: readonly PlanLine[],
  prepare: () => Promise<readonly string[]>,
): Promise<number> {
  refuseInvalid(lines);
  if (book.next.segment > 1) await ports.files.syncDir(book.next.dir);
  await refuseShrinking(ports.files, book, lines, kindsInOrder);
  for (;;) {
    await refuseChanged(ports.files, book, lines);
    const fresh = lines.filter((line) => known(book, line) === undefined);
    if (fresh.length === 0) return 0;
    const inputs = await prepare();
    const published = await publishOnce(ports, segmentPath(book.next), writeSegment(book.next, fresh, inputs));
    await updateBook(ports.files, book);
    if (published === 'ours') return fresh.length;
    // Annotations that are new in it are those of another shard, whose discussions were finished after we looked.
    await refuseShrinking(ports.files, book, lines, ['discussion']);
  }
}

/** Throws if one of these jobs is planned with another specification. */
export async function refuseChanged(files: FilePort, book: PlanBook, lines: readonly PlanLine[]): Promise<void> {
  const changed = lines.filter((line) => (known(book, line) ?? line.hash) !== line.hash);
  const [first] = changed;
  if (first) throw new PlanChanged(first, await findPlanned(files, book.next.dir, first), changed.length);
}

function known(book: PlanBook, { kind, id }: PlanLine): string | undefined {
  return book.jobs[kind].get(id);
}

async function refuseShrinking(
  files: FilePort,
  book: PlanBook,
  lines: readonly PlanLine[],
  kinds: readonly JobKind[],
): Promise<void> {
  for (const kind of kinds) {
    const asked = new Set(lines.filter((line) => line.kind === kind).map((line) => line.id));
    if (asked.size === 0) continue;
    const missing = [...book.jobs[kind].keys()].filter((id) => !asked.has(id));
    const [id] = missing;
    const first = id === undefined ? undefined : await findPlanned(files, book.next.dir, { kind, id });
    if (first) throw new PlanShrank(first, missing.length);
  }
}

/** Ids become file names, so a mistake of the planner must not get past this point; it is reported as a bug. */
function refuseInvalid(lines: readonly PlanLine[]): void {
  const seen = new Set<string>();
  for (const line of lines) {
    if (!hasShape('plan-line', line)) throw new Error('a planned job does not match plan-line.schema.json');
    const name = `${line.kind} ${line.id}`;
    if (seen.has(name)) throw new Error(`two planned jobs have the id ${line.id}`);
    seen.add(name);
  }
}
