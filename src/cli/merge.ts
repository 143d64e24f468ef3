import { Command } from 'commander';
import { mergeRuns, type Merged } from '../experiment/merge/merge-runs.js';
import { jobKinds, kindsInOrder } from '../job-kinds.js';
import { sayOfStore, type CommonOptions } from './common-options.js';

interface MergeOptions extends Pick<CommonOptions, 'json'> {
  into: string;
  partial?: boolean;
}

const someFailed = 1;

/** `syndisco merge`: brings the run directories of shards together. */
export function mergeCommand(): Command {
  return new Command('merge')
    .description(
      'bring run directories that shards made together in one, after a proof that nothing is missing or double',
    )
    .argument('<dirs...>', 'the run directories of the shards, which are only read')
    .requiredOption('--into <dir>', 'the run directory to write, or to add to')
    .option('--partial', 'merge what there is; syndisco run makes the rest')
    .action(async (dirs: string[], { into, partial: isPartial = false, json }: MergeOptions) => {
      const merged = await mergeRuns({ dirs, into, isPartial }, sayOfStore);
      process.stdout.write(json ? `${JSON.stringify(merged)}\n` : describe(merged));
      if (kindsInOrder.some((kind) => merged.failed[kind] > 0)) process.exitCode = someFailed;
    });
}

function describe({ into, from, planned, finished, failed, added, isSampled }: Merged): string {
  const counts = kindsInOrder.map((kind) => {
    const failing = failed[kind] > 0 ? ` (${failed[kind]} failed)` : '';
    return `${finished[kind]} of ${planned[kind]} ${jobKinds[kind].plural}${failing}`;
  });
  const what = added > 0 ? `Merged ${from.length} run directories into ${into}` : `${into} has nothing new to merge`;
  const remark = isSampled
    ? `Annotators read a sample, so merge cannot tell whether a shard has yet to annotate its part: syndisco run --set run_dir=${into} makes what is missing.\n`
    : '';
  return `${what}: ${counts.join(', ')}.
${remark}Go on with --set run_dir=${into}, for example: syndisco export --set run_dir=${into}
`;
}
