import { cleanRun, type Cleaned } from '../store/clean-run.js';
import type { Experiment } from './open-experiment.js';
import { openOptions } from './open-options.js';
import { requireRun } from './require-run.js';

/** Removes files that finished jobs no longer need. */
export async function cleanExperiment(experiment: Experiment): Promise<Cleaned> {
  await requireRun(experiment.config);
  return cleanRun({ ...openOptions(experiment), log: () => undefined });
}
