import { Command } from 'commander';
import { partsOfRun } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openExperiment, type Experiment } from '../experiment/open-experiment.js';
import { stepsOfRun } from '../experiment/steps.js';
import { inSteps } from './in-steps.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';

/** `syndisco run`: performs the config's `actions`, in order. */
export function runCommand(): Command {
  return addShardOption(addRunOptions(new Command('run')))
    .description('generate, annotate and export, as the actions of the config say')
    .action(async (options: RunOptions) => {
      const opened = noteLint(await openExperiment(options, partsOfRun), options);
      const experiment = options.shard ? withoutExport(opened) : opened;
      process.exitCode = await inSteps(stepsOfRun(experiment), options);
    });
}

/** A shard has only a part of the data set. */
function withoutExport(experiment: Experiment): Experiment {
  const { config, notices } = experiment;
  const { actions } = config;
  if (!actions.export) return experiment;
  const notice = 'a shard exports nothing: when all have finished, run the same command without --shard';
  return {
    ...experiment,
    config: { ...config, actions: { ...actions, export: false } },
    notices: [...notices, notice],
  };
}
