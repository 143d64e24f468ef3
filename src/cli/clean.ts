import { Command } from 'commander';
import { cleanExperiment } from '../experiment/clean-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { sayOfStore, type CommonOptions } from './common-options.js';

/** `syndisco clean`: removes files that finished jobs no longer need. */
export function cleanCommand(): Command {
  return new Command('clean')
    .description('remove the journals of finished jobs and the temporary files of killed processes')
    .action(async (options: CommonOptions) => {
      const experiment = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const cleaned = await cleanExperiment(experiment, sayOfStore);
      const { journals, tempFiles } = cleaned;
      const sentence = `Removed ${journals} journals of finished jobs and ${tempFiles} temporary files.\n`;
      process.stdout.write(options.json ? `${JSON.stringify(cleaned)}\n` : sentence);
    });
}
