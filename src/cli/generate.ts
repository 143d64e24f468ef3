import { Command } from 'commander';
import { generateDiscussions } from '../run/generate-discussions.js';
import { noteLint } from './check-lint.js';
import { timeRun } from './expect-run.js';
import { readExperiment } from './experiment.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';
import { showOutcome } from './show-outcome.js';
import { withRun } from './with-run.js';

/** `syndisco generate`: makes the discussions that are not finished yet. */
export function generateCommand(): Command {
  return addShardOption(addRunOptions(new Command('generate')))
    .description('make the discussions that are not finished yet')
    .action(async (options: RunOptions) => {
      const read = await readExperiment(options, () => ({ discussions: true, annotation: false }));
      const experiment = noteLint(read, options);
      process.exitCode = await withRun(experiment, options, async (ports) => {
        const { config, inputs } = experiment;
        const { value, timing } = await timeRun(experiment, () => generateDiscussions(config, inputs, ports));
        return showOutcome({ config, made: [value], loads: ports.loads, ...(timing && { timing }) }, options);
      });
    });
}
