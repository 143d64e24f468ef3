import { Command } from 'commander';
import { generateDiscussions } from '../experiment/generate-discussions.js';
import { noteLint } from './check-lint.js';
import { timeRun } from './expect-run.js';
import { readExperiment, type Parts } from './experiment.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';
import { showOutcome } from './show-outcome.js';
import { withRun } from './with-run.js';

const parts: Parts = { discussions: true, annotation: false };

/** `syndisco generate`: makes the discussions that are not finished yet. */
export function generateCommand(): Command {
  return addShardOption(addRunOptions(new Command('generate')))
    .description('make the discussions that are not finished yet')
    .action(async (options: RunOptions) => {
      const read = await readExperiment(options, () => parts);
      const experiment = noteLint(read, options);
      process.exitCode = await withRun(experiment, options, async (ports) => {
        const { config, inputs } = experiment;
        const work = (): ReturnType<typeof generateDiscussions> => generateDiscussions(config, inputs, ports);
        const { value, timing } = await timeRun(experiment, { parts, options }, work);
        return showOutcome({ config, made: [value], loads: ports.loads, ...(timing && { timing }) }, options);
      });
    });
}
