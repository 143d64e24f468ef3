/**
 * A plan segment: a header line (its number, the hash of the previous segment, the number of jobs, the names of the
 * copies of inputs, the hash of these names and of the lines below), then one job per line. Published once and never changed; growth adds a segment. A segment that is not
 * exactly as published stops the program: a plan that cannot be trusted cannot tell which jobs are missing.
 */
import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import { fail, type SyndiscoError } from '../../errors.js';
import type { PlanLine } from '../../generated/plan-line.js';
import type { PlanSegment } from '../../generated/plan-segment.js';
import { hasShape } from '../check-shape.js';
import type { FilePort } from '../disk/file-port.js';
import { parseJson } from '../disk/read-whole.js';
import { readLines, type Line } from '../disk/read-lines.js';

/** The location of a segment, and the hash of its predecessor. */
export interface SegmentPlace {
  dir: string;
  segment: number;
  previous: string | null;
}

export function segmentPath({ dir, segment }: SegmentPlace): string {
  return join(dir, `${String(segment).padStart(4, '0')}.jsonl`);
}

/** The text of a new segment, line by line. Serialises twice, so as not to keep the text of 100,000 jobs in memory. */
export function* writeSegment(
  place: SegmentPlace,
  lines: readonly PlanLine[],
  inputs: readonly string[],
): Generator<string> {
  const content = openContent(inputs);
  for (const line of lines) content.update(planText(line));
  const header: PlanSegment = {
    format: 1,
    segment: place.segment,
    previous: place.previous,
    jobs: lines.length,
    sha256: content.digest('hex'),
    inputs: [...inputs],
  };
  yield `${JSON.stringify(header)}\n`;
  for (const line of lines) yield planText(line);
}

/** Visits the jobs of a segment in order; resolves to its header and its hash, which its successor contains. */
export async function readSegment(
  files: FilePort,
  place: SegmentPlace,
  visit: (line: PlanLine) => void,
): Promise<{ header: PlanSegment; hash: string }> {
  const path = segmentPath(place);
  const whole = createHash('sha256');
  let content = openContent(undefined);
  let header: PlanSegment | undefined;
  let jobs = 0;
  for await (const line of readLines(files, path)) {
    whole.update(line.bytes).update('\n');
    if (!header) {
      header = parseHeader(line, place, path);
      content = openContent(header.inputs);
    } else {
      content.update(line.bytes).update('\n');
      visit(parseJob(line, path));
      jobs += 1;
    }
  }
  if (!header) throw planDamaged(path, 1, 'it is empty');
  if (jobs !== header.jobs) throw planDamaged(path, jobs + 1, `it has ${jobs} of ${header.jobs} jobs`);
  if (content.digest('hex') !== header.sha256)
    throw planDamaged(path, 1, 'its content has changed since it was published');
  return { header, hash: whole.digest('hex') };
}

export function planDamaged(path: string, line: number, what: string): SyndiscoError {
  return fail({
    code: 'SYNDISCO_PLAN_DAMAGED',
    what: `The frozen plan is damaged: ${what}`,
    todo: 'Restore the file from a backup. If there is none, use another run_dir: finished documents are kept.',
    where: { file: path, line },
  });
}

/** Segments of format 1 name no inputs. */
function openContent(inputs: readonly string[] | undefined): Hash {
  const content = createHash('sha256');
  return inputs ? content.update(JSON.stringify(inputs)) : content;
}

function planText({ kind, id, hash, fields }: PlanLine): string {
  return `${JSON.stringify({ kind, id, hash, fields })}\n`;
}

function parseHeader(line: Line, { segment, previous }: SegmentPlace, path: string): PlanSegment {
  const header = parse(line);
  if (!hasShape('plan-segment', header)) throw planDamaged(path, line.number, 'its first line is not a segment header');
  if (header.segment === segment && header.previous === previous) return header;
  throw planDamaged(path, line.number, 'it does not continue the previous segment');
}

function parseJob(line: Line, path: string): PlanLine {
  const job = parse(line);
  if (hasShape('plan-line', job)) return job;
  throw planDamaged(path, line.number, 'the line is not a planned job');
}

function parse(line: Line): unknown {
  return line.ended ? parseJson(line.bytes) : undefined;
}
