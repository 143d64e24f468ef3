import { resolve } from 'node:path';
import { Command } from 'commander';
import { parse } from 'yaml';
import { archiveExperiment, type Archived } from '../experiment/archive/archive-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { jobKinds, kindsInOrder } from '../job-kinds.js';
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
        set: settings(options.set),
      });
      process.stdout.write(options.json ? `${JSON.stringify(archived)}\n` : describe(archived));
    });
}

/** As they were accepted when the config was loaded. */
function settings(assignments: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    assignments.map((assignment) => {
      const sign = assignment.indexOf('=');
      return [assignment.slice(0, sign), parse(assignment.slice(sign + 1)) as unknown];
    }),
  );
}

function describe({ path, files, planned, finished, isComplete, redactions }: Archived): string {
  const counts = kindsInOrder.map((kind) => `${finished[kind]} of ${planned[kind]} ${jobKinds[kind].plural}`);
  const lines = [
    `Wrote ${path}: ${files} files, ${counts.join(', ')}${isComplete ? '' : ' (not complete)'}.`,
    ...redactions.map(({ file, replaced, remaining }) =>
      replaced > 0 ? `  redacted ${replaced} in ${file}` : `  ${remaining} remain in ${file}, which is sealed or data`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}
