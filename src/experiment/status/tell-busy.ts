import type { ExperimentConfig } from '../../config/experiment-config.js';
import { SyndiscoError } from '../../errors.js';
import { readStatusFiles } from '../../store/records/status-file.js';
import { runFolders as storeFolders } from '../../store/run-folders.js';
import { runFolders } from '../run-folders.js';
import { describeStatus } from './describe-status.js';

/** Adds to the refusal of a run directory in use how its run stands, in the words of `syndisco status`. */
export async function tellBusy(error: unknown, config: ExperimentConfig): Promise<unknown> {
  if (!(error instanceof SyndiscoError) || error.code !== 'SYNDISCO_RUN_BUSY') return error;
  const statuses = await readStatusFiles(storeFolders(runFolders(config)).dir);
  const running = statuses.find(({ state }) => state !== 'ended');
  if (!running) return error;
  const [first, ...rest] = error.problems;
  const what = `${first.what}; ${describeStatus(running)}`;
  return new SyndiscoError([{ ...first, what }, ...rest], { cause: error });
}
