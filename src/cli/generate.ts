import { Command } from 'commander';
import { generate } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { inSession } from './in-session.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';

/** `syndisco generate`: makes the missing discussions. */
export function generateCommand(): Command {
  return addShardOption(addRunOptions(new Command('generate')))
    .description('make the discussions that are not finished yet, and finish the interrupted ones')
    .action(async (options: RunOptions) => {
      const opened = await openExperiment(options, () => ({ discussions: true, annotation: false }));
      const experiment = noteLint(opened, options);
      process.exitCode = await inSession(experiment, options, (ports) => generate(experiment, ports));
    });
}
