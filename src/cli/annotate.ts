import { Command, Option } from 'commander';
import { batchServers } from '../experiment/batch/batch-servers.js';
import { annotate, partsToAnnotate } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openAnnotationSet } from '../experiment/open-annotation-set.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { stepsOfAnnotate } from '../experiment/steps.js';
import type { AnnotateOptions } from './annotate-by-batch.js';
import { inSteps } from './in-steps.js';
import { parseSetName } from './parse-option.js';
import { addRunOptions, addShardOption } from './run-options.js';

/** `syndisco annotate`: makes the missing annotations. */
export function annotateCommand(): Command {
  return addShardOption(addRunOptions(new Command('annotate')))
    .description('have every annotator rate the comments of every finished discussion')
    .option(
      '--as <name>',
      'make another annotation set of the same discussions, with the annotation section as it is now',
      parseSetName,
    )
    .option(
      '--to-batch <file>',
      'write the requests that are still to be answered as OpenAI batch files, and ask nothing',
    )
    .addOption(
      new Option('--batch-server <kind>', 'with --to-batch: what will run the batch')
        .choices(batchServers)
        .default('openai'),
    )
    .addOption(new Option('--from-batch <files...>', 'annotate with the results of batch files').conflicts('toBatch'))
    .action(async (options: AnnotateOptions) => {
      const opened = noteLint(await openExperiment(options, partsToAnnotate), options);
      const { as, toBatch, fromBatch } = options;
      if (toBatch !== undefined || fromBatch) {
        const experiment = as === undefined ? opened : await openAnnotationSet(opened, as);
        const { annotateByBatch } = await import('./annotate-by-batch.js');
        process.exitCode = await annotateByBatch(experiment, options);
        return;
      }
      const steps =
        as === undefined ? stepsOfAnnotate(opened) : [{ open: () => openAnnotationSet(opened, as), act: annotate }];
      process.exitCode = await inSteps(steps, options);
    });
}
