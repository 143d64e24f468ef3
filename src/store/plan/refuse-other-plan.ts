import type { PlanLine } from '../../generated/plan-line.js';
import { unless } from '../disk/errno.js';
import { nodeFiles } from '../disk/node-file-port.js';
import { storageError } from '../disk/storage-error.js';
import { runFolders } from '../run-folders.js';
import { emptyBook, updateBook } from './plan-book.js';
import { firstDifference, PlanChanged } from './plan-difference.js';

/**
 * Read-only: throws PlanChanged if one of these jobs is planned in the run directory with another specification; fields
 * for which `mayDiffer` is true do not count. Nothing happens if there is no plan yet.
 */
export async function refuseOtherPlan(
  run: string,
  lines: readonly PlanLine[],
  mayDiffer: (field: string) => boolean,
): Promise<void> {
  const asked = new Map(lines.map((line) => [`${line.kind} ${line.id}`, line]));
  const counted = (line: PlanLine): PlanLine => ({
    ...line,
    fields: Object.fromEntries(Object.entries(line.fields).filter(([field]) => !mayDiffer(field))),
  });
  const changed: { now: PlanLine; planned: PlanLine }[] = [];
  const visit = (planned: PlanLine): void => {
    const now = asked.get(`${planned.kind} ${planned.id}`);
    if (!now || now.hash === planned.hash) return;
    const pair = { now: counted(now), planned: counted(planned) };
    if (firstDifference(pair.planned.fields, pair.now.fields)) changed.push(pair);
  };
  try {
    const book = emptyBook(runFolders({ dir: run, discussionsDir: '', annotationsDir: '' }).plan);
    await unless(['ENOENT'], updateBook(nodeFiles, book, visit));
  } catch (error) {
    throw storageError(error);
  }
  const [first] = changed;
  if (first) throw new PlanChanged(first.now, first.planned, changed.length);
}
