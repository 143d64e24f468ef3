import { Command } from 'commander';
import { cleanRun } from '../store/clean-run.js';
import { readExperiment, type CommonOptions } from './experiment.js';
import { requireRun } from '../experiment/require-run.js';
import { openOptions } from '../experiment/open-options.js';

/** `syndisco clean`: removes what a finished job no longer needs. */
export function cleanCommand(): Command {
  return new Command('clean')
    .description('remove the journals of finished jobs, and temporary files that a kill left behind')
    .action(async (options: CommonOptions) => {
      const experiment = await readExperiment(options, () => ({ discussions: false, annotation: false }));
      await requireRun(experiment.config);
      const cleaned = await cleanRun({ ...openOptions(experiment), log: () => undefined });
      const { journals, tempFiles } = cleaned;
      const sentence = `${journals} journals of finished jobs and ${tempFiles} temporary files removed.\n`;
      process.stdout.write(options.json ? `${JSON.stringify(cleaned)}\n` : sentence);
    });
}
