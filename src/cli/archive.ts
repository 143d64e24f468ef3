import { resolve } from 'node:path';
import { Command } from 'commander';
import { archiveExperiment, type Archived } from '../experiment/archive/archive-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { jobKinds, kindsInOrder } from '../job-kinds.js';
import { printable } from '../log/printable.js';
import type { CommonOptions } from './common-options.js';

/** `syndisco archive`: one file to keep, to send, to cite and to go on from. */
export function archiveCommand(): Command {
  return new Command('archive')
    .description('pack the config, inputs, plan, documents and data set of a run into one .tar.gz with checksums')
    .argument('[file]', 'the archive; RUN_DIR.tar.gz if not given')
    .option('--redact', 'take paths, host names and server addresses out; texts are never changed')
    .action(async (file: string | undefined, { redact = false, ...options }: CommonOptions & { redact?: boolean }) => {
      const experiment = await openExperiment(options, ({ discussions, annotation }) => ({
        discussions: discussions !== undefined,
        annotation: annotation !== undefined,
      }));
      const archived = await archiveExperiment(experiment, {
        ...(file !== undefined && { path: resolve(file) }),
        isRedacted: redact,
        set: options.set,
      });
      process.stdout.write(options.json ? `${JSON.stringify(archived)}\n` : describe(archived));
    });
}

function describe({ path, files, planned, finished, isComplete, redactions, mismatches }: Archived): string {
  const counts = kindsInOrder.map((kind) => `${finished[kind]} of ${planned[kind]} ${jobKinds[kind].plural}`);
  const lines = [
    `Wrote ${path}: ${files} files, ${counts.join(', ')}${isComplete ? '' : ' (not complete)'}.`,
    ...redactions.flatMap(({ file, replaced, remaining }) => [
      ...(replaced > 0 ? [`  redacted ${replaced} in ${file}`] : []),
      ...(remaining > 0 ? [`  ${remaining} remain in ${file}, which is sealed or data`] : []),
    ]),
    ...(mismatches.length > 0
      ? ['The config and inputs do not make the plan of this run, so a run would refuse to go on from the archive:']
      : []),
    ...mismatches.map((reason) => `  ${printable(reason)}`),
  ];
  return `${lines.join('\n')}\n`;
}
