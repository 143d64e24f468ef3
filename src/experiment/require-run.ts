import { isWritten, whereInConfig } from '../config/config-positions.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { inWords } from '../config/config-reading.js';
import { throwIfAny, type Problem } from '../errors.js';
import { findRun } from '../store/find-run.js';

/** Throws if there is no run directory at the config's `run_dir`. The error says where that path comes from. */
export async function requireRun(config: ExperimentConfig): Promise<void> {
  if (!(await findRun(config.runDir))) throwIfAny([notFound(config)]);
}

function notFound(config: ExperimentConfig): Problem {
  const isGiven = isWritten(config, 'run_dir');
  const where = isGiven ? whereInConfig(config, 'run_dir') : { file: config.file };
  const origin = isGiven
    ? `run_dir in ${inWords(where)}, relative to the config file`
    : `the default of run_dir, runs/<experiment> next to ${config.file}`;
  return {
    code: 'SYNDISCO_RUN_NOT_FOUND',
    what: `There is no run directory at ${config.runDir}, which is ${origin}.`,
    todo: 'If it was moved, or is that of a config in another folder, name it with --set run_dir=PATH.',
    path: 'run_dir',
    where,
  };
}
