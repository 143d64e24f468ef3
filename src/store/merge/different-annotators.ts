/** Merge, the proof: shards have no annotation in common, but whatever is not of the discussion must be the same in all. */
import type { Problem } from '../../errors.js';
import type { PlanLine } from '../../generated/plan-line.js';
import { contentField } from '../../job-kinds.js';
import { firstDifference, type Difference } from '../plan/plan-difference.js';
import type { RunFolders } from '../run-folders.js';
import { otherAnnotator } from './merge-problems.js';

interface Planned {
  lines: Readonly<Record<'annotation', ReadonlyMap<string, PlanLine>>>;
  /** The run that a line was read from. */
  planner: Readonly<Record<'annotation', ReadonlyMap<string, RunFolders>>>;
}

interface Found {
  line: PlanLine;
  difference: Difference;
  dirs: { before: string; now: string };
  jobs: number;
}

/** One problem for each directory that differs from one before it. */
export function differentAnnotators({ lines, planner }: Planned): Problem[] {
  const first = new Map<string, PlanLine>();
  const found = new Map<string, Found>();
  const dirOf = ({ id }: PlanLine): string => planner.annotation.get(id)?.dir ?? '';
  for (const line of lines.annotation.values()) {
    const before = first.get(askedOf(line)) ?? line;
    first.set(askedOf(line), before);
    const difference = firstDifference(ofAnnotator(before), ofAnnotator(line));
    if (!difference) continue;
    const dirs = { before: dirOf(before), now: dirOf(line) };
    const known = found.get(dirs.now) ?? { line, difference, dirs, jobs: 0 };
    found.set(dirs.now, { ...known, jobs: known.jobs + 1 });
  }
  return Array.from(found.values(), ({ line, ...differing }) => otherAnnotator(line, differing));
}

/** Annotator, model, form, set and repeat: all of the id that is not the discussion's. */
function askedOf({ id }: PlanLine): string {
  return id.slice(id.indexOf('--'));
}

function ofAnnotator({ fields }: PlanLine): PlanLine['fields'] {
  return { ...fields, discussion: '', [contentField]: '' };
}
