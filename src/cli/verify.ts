import { Command, Option } from 'commander';
import { jobKinds, kindsInOrder, type JobKind } from '../job-kinds.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { verifyExperiment, type VerifiedExperiment } from '../experiment/verify-experiment.js';
import type { CommonOptions } from './common-options.js';
import { describeSums } from './describe-sums.js';

/** `syndisco verify`: reads a whole run directory and reports every file that is damaged or was edited. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check the plan, the copies of the inputs, and every document and journal of the run directory')
    .addOption(
      new Option('--accept <id>', 'accept the edited document of this job as it is now; can be repeated')
        .argParser((id: string, before: string[]) => [...before, id])
        .default([], 'none'),
    )
    .action(async (options: CommonOptions & { accept: readonly string[] }) => {
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const verified = await verifyExperiment(config, options.accept);
      process.stdout.write(options.json ? `${JSON.stringify(verified)}\n` : sentence(config.runDir, verified));
    });
}

function sentence(dir: string, verified: VerifiedExperiment): string {
  const sets = verified.annotationSets.map((set) => `; annotation set ${set.name}: ${describe(set, ['annotation'])}`);
  return `${dir} is intact: ${describe(verified, kindsInOrder)}${sets.join('')}.\n`;
}

function describe(
  verified: Omit<VerifiedExperiment, 'problems' | 'annotationSets'>,
  kinds: readonly JobKind[],
): string {
  const { planned, published, journals } = verified;
  const counts = kinds.map((kind) => `${published[kind]} of ${planned[kind]} ${jobKinds[kind].plural}`);
  return [...counts, `${journals} journals`, ...describeSums(verified)].join(', ');
}
