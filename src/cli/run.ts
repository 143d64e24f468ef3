import { Command } from 'commander';
import { partsOfRun } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { stepsOfRun } from '../experiment/steps.js';
import { inSteps } from './in-steps.js';
import { addRunOptions, type RunOptions } from './run-options.js';

/** `syndisco run`: performs the config's `actions`, in order. */
export function runCommand(): Command {
  return addRunOptions(new Command('run'))
    .description('generate, annotate and export, as the actions of the config say')
    .action(async (options: RunOptions) => {
      const experiment = noteLint(await openExperiment(options, partsOfRun), options);
      process.exitCode = await inSteps(stepsOfRun(experiment), options);
    });
}
