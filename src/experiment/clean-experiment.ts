import { dirname, join } from 'node:path';
import { cleanRun, type Cleaned } from '../store/clean-run.js';
import type { StoreLog } from '../store/run-store.js';
import { isBegun, listSets } from '../store/find-run.js';
import type { Experiment } from './open-experiment.js';
import { openOptions } from './open-options.js';
import { refuseLinksOut } from './refuse-links-out.js';
import { requireRun } from './require-run.js';

/** Removes files that finished jobs of the run and of its annotation sets no longer need. */
export async function cleanExperiment(experiment: Experiment, say: StoreLog): Promise<Cleaned> {
  const { config } = experiment;
  const { runDir } = config;
  await requireRun(config);
  await refuseLinksOut(config);
  const sets = await listSets(runDir);
  const total = { tempFiles: 0, journals: 0 };
  for (const set of [...((await isBegun(runDir)) ? [undefined] : []), ...sets]) {
    const cleaned = await cleanRun({
      ...openOptions(experiment),
      ...(set !== undefined && { set }),
      besides: [dirname(config.export.path), join(dirname(config.export.path), 'tidy')],
      log: say,
    });
    total.tempFiles += cleaned.tempFiles;
    total.journals += cleaned.journals;
  }
  return total;
}
