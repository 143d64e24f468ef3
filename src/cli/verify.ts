import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { fail } from '../errors.js';
import { verifyArchive } from '../experiment/archive/verify-archive.js';
import { jobKinds, kindsInOrder, type JobKind } from '../job-kinds.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { verifyExperiment, type VerifiedExperiment } from '../experiment/verify-experiment.js';
import type { CommonOptions } from './common-options.js';
import { describeSums } from './describe-sums.js';

/** `syndisco verify`: reads a whole run directory and reports every file that is damaged or was edited. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('check the plan, the copies of the inputs, and every document and journal of the run directory')
    .argument('[archive]', 'an archive of a run to check instead, without unpacking it to your folders')
    .addOption(
      new Option('--accept <id>', 'accept the edited document of this job as it is now; can be repeated')
        .argParser((id: string, before: string[]) => [...before, id])
        .default([], 'none'),
    )
    .action(async (archive: string | undefined, options: CommonOptions & { accept: readonly string[] }) => {
      if (archive !== undefined) {
        if (options.accept.length > 0) throw acceptsNothing();
        const verified = await verifyArchive(resolve(archive));
        process.stdout.write(options.json ? `${JSON.stringify(verified)}\n` : sentence(archive, verified));
        return;
      }
      const { config } = await openExperiment(options, () => ({ discussions: false, annotation: false }));
      const verified = await verifyExperiment(config, options.accept);
      process.stdout.write(options.json ? `${JSON.stringify(verified)}\n` : sentence(config.runDir, verified));
    });
}

function acceptsNothing(): Error {
  return fail({
    code: 'SYNDISCO_USAGE',
    what: 'An archive is never changed, so no edit can be accepted in it.',
    todo: 'Accept the edit in the run directory, and make the archive again.',
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
  const { planned, published, journals, withdrawn } = verified;
  const leftOut = withdrawn > 0 ? [`${withdrawn} withdrawn`] : [];
  const counts = kinds.map((kind) => `${published[kind]} of ${planned[kind]} ${jobKinds[kind].plural}`);
  return [...counts, `${journals} journals`, ...leftOut, ...describeSums(verified)].join(', ');
}
