import { Command } from 'commander';
import { annotate, partsToAnnotate } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { inSession } from './in-session.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';
import { showOutcome } from './show-outcome.js';

/** `syndisco annotate`: makes the missing annotations. */
export function annotateCommand(): Command {
  return addShardOption(addRunOptions(new Command('annotate')))
    .description('have every annotator rate the comments of every finished discussion')
    .action(async (options: RunOptions) => {
      const experiment = noteLint(await openExperiment(options, partsToAnnotate), options);
      process.exitCode = await inSession(experiment, options, async (ports) =>
        showOutcome(await annotate(experiment, ports), options),
      );
    });
}
