import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { inWords } from '../config/config-reading.js';
import { throwIfAny, type Problem } from '../errors.js';
import { findRun } from '../store/find-run.js';

/** Throws where no run was ever begun at the config's `run_dir`, and says where that path comes from. */
export async function requireRun(config: ExperimentConfig): Promise<void> {
  if (!(await findRun(config.runDir))) throwIfAny([notFound(config)]);
}

function notFound(config: ExperimentConfig): Problem {
  const isGiven = isWritten(config, 'run_dir');
  const where = isGiven ? whereInConfig(config, 'run_dir') : { file: config.file };
  const origin = isGiven
    ? `run_dir in ${inWords(where)}, relative to the config file`
    : `the default of run_dir, which is runs/<experiment> beside ${config.file}`;
  return {
    code: 'SYNDISCO_RUN_NOT_FOUND',
    what: `There is no run directory at ${config.runDir}, which is ${origin}.`,
    todo: 'If it was moved, or belongs to the config of another folder, say where it is: --set run_dir=PATH',
    path: 'run_dir',
    where,
  };
}
