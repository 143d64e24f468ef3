import { Command, Option } from 'commander';
import { jobKinds, kindsInOrder } from '../job-kinds.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { verifyExperiment } from '../experiment/verify-experiment.js';
import type { CommonOptions } from './common-options.js';
import { describeSums } from './describe-sums.js';

/** `syndisco verify`: reads a run directory end to end and says what in it is not as it was written. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check every finished document and journal of the run directory; changes nothing of them')
    .addOption(
      new Option('--accept <id>', 'take the edited document of this job as it is now; may be repeated')
        .argParser((id: string, before: string[]) => [...before, id])
        .default([], 'none'),
    )
    .action(async (options: CommonOptions & { accept: readonly string[] }) => {
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const verified = await verifyExperiment(config, options.accept);
      process.stdout.write(options.json ? `${JSON.stringify(verified)}\n` : sentence(config.runDir, verified));
    });
}

function sentence(dir: string, verified: Awaited<ReturnType<typeof verifyExperiment>>): string {
  const { planned, published, journals } = verified;
  const counts = kindsInOrder.map((kind) => `${published[kind]} of ${planned[kind]} ${jobKinds[kind].plural}`);
  const all = [...counts, `${journals} journals`, ...describeSums(verified)];
  return `${dir} is whole: ${all.join(', ')}.\n`;
}
