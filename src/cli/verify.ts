import { Command } from 'commander';
import { SyndiscoError } from '../errors.js';
import { verifyRun, type VerifiedRun } from '../store/verify-run.js';
import { readExperiment, type CommonOptions } from './experiment.js';
import { runFolders } from './run-folders.js';

/** `syndisco verify`: reads a run directory end to end and says what in it is not as it was written. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check every finished document and journal of the run directory; changes nothing')
    .action(async (options: CommonOptions) => {
      const { config } = await readExperiment(options, () => ({ discussions: false, annotation: false }));
      const verified = await verifyRun(runFolders(config));
      const [first, ...rest] = verified.problems;
      if (first) throw new SyndiscoError([first, ...rest]);
      process.stdout.write(options.json ? `${JSON.stringify(verified)}\n` : sentence(config.runDir, verified));
    });
}

function sentence(dir: string, { planned, published, journals }: VerifiedRun): string {
  const counts = (['discussion', 'annotation'] as const).map(
    (kind) => `${published[kind]} of ${planned[kind]} ${kind}s`,
  );
  return `${dir} is whole: ${counts.join(', ')}, ${journals} journals.\n`;
}
