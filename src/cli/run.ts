import { Command } from 'commander';
import { partsOfRun, runActions } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { inSession } from './in-session.js';
import { addRunOptions, type RunOptions } from './run-options.js';
import { showOutcome } from './show-outcome.js';

/** `syndisco run`: performs the config's `actions`, in order. */
export function runCommand(): Command {
  return addRunOptions(new Command('run'))
    .description('generate, annotate and export, as the actions of the config say')
    .action(async (options: RunOptions) => {
      const experiment = noteLint(await openExperiment(options, partsOfRun), options);
      process.exitCode = await inSession(experiment, options, async (ports) =>
        showOutcome(await runActions(experiment, ports), options),
      );
    });
}
