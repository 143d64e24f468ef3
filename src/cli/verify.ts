import { Command, Option } from 'commander';
import { SyndiscoError } from '../errors.js';
import { acceptEdits } from '../store/documents/accepted-edits.js';
import { verifyRun, type VerifiedRun } from '../store/verify-run.js';
import { describeSums } from './describe-sums.js';
import { readExperiment, type CommonOptions } from './experiment.js';
import { requireRun } from '../experiment/require-run.js';
import { runFolders } from '../experiment/run-folders.js';

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
      const { config } = await readExperiment(options, () => ({ discussions: false, annotation: false }));
      await requireRun(config);
      const { accept: ids } = options;
      if (ids.length > 0) await acceptEdits({ ...runFolders(config), ids, at: new Date() });
      const verified = await verifyRun(runFolders(config));
      const [first, ...rest] = verified.problems;
      if (first) throw new SyndiscoError([first, ...rest]);
      process.stdout.write(options.json ? `${JSON.stringify(verified)}\n` : sentence(config.runDir, verified));
    });
}

function sentence(dir: string, verified: VerifiedRun): string {
  const { planned, published, journals } = verified;
  const counts = (['discussion', 'annotation'] as const).map(
    (kind) => `${published[kind]} of ${planned[kind]} ${kind}s`,
  );
  const all = [...counts, `${journals} journals`, ...describeSums(verified)];
  return `${dir} is whole: ${all.join(', ')}.\n`;
}
