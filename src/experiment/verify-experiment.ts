import type { ExperimentConfig } from '../config/experiment-config.js';
import { checkStrays } from '../documents/check-strays.js';
import { throwIfAny, type ErrorCode, type Problem } from '../errors.js';
import { acceptEdits } from '../store/documents/accepted-edits.js';
import { readPlannedJobs } from '../store/plan/planned-jobs.js';
import { verifyRun, type VerifiedRun } from '../store/verify-run.js';
import { requireRun } from './require-run.js';
import { runFolders } from './run-folders.js';

const copies: ReadonlySet<ErrorCode> = new Set([
  'SYNDISCO_DISCUSSION_DUPLICATE_ID',
  'SYNDISCO_ANNOTATION_DUPLICATE_ID',
]);

/** Accepts the edited documents of these jobs, then verifies the whole run directory. Throws all problems together. */
export async function verifyExperiment(config: ExperimentConfig, ids: readonly string[]): Promise<VerifiedRun> {
  await requireRun(config);
  if (ids.length > 0) await acceptEdits({ ...runFolders(config), ids, at: new Date() });
  const verified = await verifyRun(runFolders(config));
  throwIfAny([...verified.problems, ...(await findCopies(config))]);
  return verified;
}

/** Copies of documents, which would count twice in the data set. Other files in the folders are not the run's. */
async function findCopies(config: ExperimentConfig): Promise<Problem[]> {
  const { discussionsDir, annotationsDir } = runFolders(config);
  const planned = await readPlannedJobs(config.runDir).catch(() => undefined); // a damaged plan is reported already
  if (!planned) return [];
  const problems = [
    ...(await checkStrays({ dir: discussionsDir, kind: 'discussion', planned: planned.discussion })),
    ...(await checkStrays({ dir: annotationsDir, kind: 'annotation', planned: planned.annotation })),
  ];
  return problems.filter(({ code }) => copies.has(code));
}
