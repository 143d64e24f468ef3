import type { ExperimentConfig } from '../config/experiment-config.js';
import { throwIfAny } from '../errors.js';
import { acceptEdits } from '../store/documents/accepted-edits.js';
import { verifyRun, type VerifiedRun } from '../store/verify-run.js';
import { requireRun } from './require-run.js';
import { runFolders } from './run-folders.js';

/** Accepts the edited documents of these jobs, then verifies the whole run directory. Throws all problems together. */
export async function verifyExperiment(config: ExperimentConfig, ids: readonly string[]): Promise<VerifiedRun> {
  await requireRun(config);
  if (ids.length > 0) await acceptEdits({ ...runFolders(config), ids, at: new Date() });
  const verified = await verifyRun(runFolders(config));
  throwIfAny(verified.problems);
  return verified;
}
