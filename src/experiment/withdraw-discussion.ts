import { basename } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { fail, type SyndiscoError } from '../errors.js';
import type { Withdrawal } from '../generated/withdrawal.js';
import { suggest } from '../source/suggest.js';
import { withdraw } from '../store/documents/withdrawals.js';
import { listSets } from '../store/find-run.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { setFolder } from '../store/run-folders.js';
import { readImported } from './import/imported-discussion.js';
import { requireRun } from './require-run.js';
import { runFolders } from './run-folders.js';

/**
 * Leaves a finished discussion out of the data set from now on, together with its annotations, or takes it back in.
 * Nothing is deleted, and no lock is needed.
 */
export async function withdrawDiscussion(
  config: ExperimentConfig,
  { id, why, undo }: { id: string; why: string; undo: boolean },
): Promise<Withdrawal> {
  await requireRun(config);
  const planned = (await readPlannedJobs(config.runDir)).discussion;
  const hash = planned.get(id);
  const imported = hash === undefined ? await readImported(config, id) : undefined;
  const of = hash ?? imported?.imported_from.sha256;
  if (of === undefined) throw await notPlanned(config, id, [...planned.keys()]);
  return withdraw({ ...runFolders(config), id, hash: of, isImported: !hash, why, undo, at: new Date() });
}

async function notPlanned(
  { runDir, annotation }: ExperimentConfig,
  id: string,
  known: readonly string[],
): Promise<SyndiscoError> {
  const sets = (await listSets(runDir)).map((set) => setFolder(runDir, set));
  for (const dir of [runDir, ...sets]) {
    if (!(await readPlannedJobs(dir)).annotation.has(id)) continue;
    const discussion = id.split('--')[0] ?? id;
    const todo = `To leave out its discussion with all annotations: syndisco withdraw ${discussion} --why TEXT`;
    return usage(id, `${id} is an annotation, and only discussions can be withdrawn.`, todo);
  }
  if (annotation?.table) {
    const what = `${basename(annotation.table.file)}, which was imported, has no discussion ${id}.`;
    return usage(id, what, 'Give it as it is in the column discussion_id of the data set, in upper and lower case.');
  }
  const near = suggest(id, known);
  const todo = near === undefined ? 'syndisco plan --jobs lists the ids.' : `Did you mean ${near}?`;
  return usage(id, `The plan of the run at ${runDir} has no discussion ${id}.`, todo);
}

function usage(job: string, what: string, todo: string): SyndiscoError {
  return fail({ code: 'SYNDISCO_USAGE', what, todo, where: { job } });
}
