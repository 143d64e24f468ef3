import { Command } from 'commander';
import { annotateDiscussions } from '../experiment/annotate-discussions.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import type { RunStore } from '../store/run-store.js';
import { noteLint } from './check-lint.js';
import { timeRun } from './expect-run.js';
import { readExperiment, type Experiment, type Parts } from './experiment.js';
import { addRunOptions, addShardOption, type RunOptions } from './run-options.js';
import { showOutcome } from './show-outcome.js';
import { withRun } from './with-run.js';

const parts: Parts = { discussions: false, annotation: true };

/** `syndisco annotate`: makes the annotations that are not finished yet. */
export function annotateCommand(): Command {
  return addShardOption(addRunOptions(new Command('annotate')))
    .description('have every annotator rate the comments of every finished discussion')
    .action(async (options: RunOptions) => {
      const read = await readExperiment(options, (config) => ({
        discussions: config.discussions !== undefined && config.actions.generate,
        annotation: true,
      }));
      const experiment = noteLint(read, options);
      process.exitCode = await withRun(experiment, options, async (ports) => {
        const { config, inputs } = experiment;
        await refuseForeign(experiment, ports.store);
        const work = (): ReturnType<typeof annotateDiscussions> => annotateDiscussions(config, inputs, ports);
        const { value, timing } = await timeRun(experiment, { parts, options }, work);
        return showOutcome({ config, made: [value], loads: ports.loads, ...(timing && { timing }) }, options);
      });
    });
}

/** Discussions that this config plans itself are annotated only when they are of its plan. */
async function refuseForeign({ config, inputs }: Experiment, store: RunStore): Promise<void> {
  const { discussions, annotation, actions } = config;
  if (!discussions || !actions.generate || annotation?.discussionsDir !== discussions.outputDir) return;
  await store.refuseForeign(planDiscussions(config, inputs).map(planLine));
}
