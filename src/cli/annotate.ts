import { Command } from 'commander';
import { annotate, partsToAnnotate } from '../experiment/actions.js';
import { noteLint } from '../experiment/lint-experiment.js';
import { openAnnotationSet } from '../experiment/open-annotation-set.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { stepsOfAnnotate } from '../experiment/steps.js';
import { inSteps } from './in-steps.js';
import { parseSetName } from './parse-option.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';

/** `syndisco annotate`: makes the missing annotations. */
export function annotateCommand(): Command {
  return addShardOption(addRunOptions(new Command('annotate')))
    .description('have every annotator rate the comments of every finished discussion')
    .option(
      '--as <name>',
      'make another annotation set of the same discussions, with the annotation section as it is now',
      parseSetName,
    )
    .action(async (options: RunOptions & { as?: string }) => {
      const opened = noteLint(await openExperiment(options, partsToAnnotate), options);
      const { as } = options;
      const steps =
        as === undefined ? stepsOfAnnotate(opened) : [{ open: () => openAnnotationSet(opened, as), act: annotate }];
      process.exitCode = await inSteps(steps, options);
    });
}
