import { Command } from 'commander';
import { annotateDiscussions } from '../experiment/annotate-discussions.js';
import { exportDataset } from '../experiment/export-dataset.js';
import { generateDiscussions } from '../experiment/generate-discussions.js';
import type { RunPorts } from '../run/make-documents.js';
import { plannedLines } from '../forecast/work-list.js';
import type { Progress } from '../run/progress.js';
import { noteLint } from './check-lint.js';
import { timeRun } from './expect-run.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { readExperiment, type Experiment, type Parts } from './experiment.js';
import { addRunOptions, type RunOptions } from './run-options.js';
import { showOutcome, type Outcome } from './show-outcome.js';
import { withRun } from './with-run.js';

/** `syndisco run`: what the config's `actions` say, in order. */
export function runCommand(): Command {
  return addRunOptions(new Command('run'))
    .description('generate, annotate and export: whatever the config lists under actions')
    .action(async (options: RunOptions) => {
      const read = await readExperiment(options, partsOf);
      const experiment = noteLint(read, options);
      process.exitCode = await withRun(experiment, options, async (ports) =>
        showOutcome(await actInTime(experiment, ports, options), options),
      );
    });
}

function partsOf({ actions }: ExperimentConfig): Parts {
  return { discussions: actions.generate, annotation: actions.annotate };
}

async function actInTime(experiment: Experiment, ports: RunPorts, options: RunOptions): Promise<Outcome> {
  const timed = { parts: partsOf(experiment.config), options };
  const { value, timing } = await timeRun(experiment, timed, () => act(experiment, ports));
  return { ...value, ...(timing && { timing }) };
}

async function act({ config, inputs }: Experiment, ports: RunPorts): Promise<Outcome> {
  const { actions } = config;
  const { loads } = ports;
  const made = [];
  if (actions.generate && actions.annotate)
    await ports.store.refuseForeign(plannedLines(config, inputs));
  if (actions.generate) made.push(await generateDiscussions(config, inputs, ports));
  if (made.some(isAllFailed)) return { config, made, loads };
  if (actions.annotate) made.push(await annotateDiscussions(config, inputs, ports));
  if (!actions.export) return { config, made, loads };
  if (ports.stop.requested) return { config, made, loads, isCutShort: true };
  const { discussionsDir, annotationsDir, path } = config.export;
  const { store, log } = ports;
  const replaceFile = store.replaceFile.bind(store);
  const sums = await store.openSumCheck();
  const files = { discussionsDir, annotationsDir, path, sums, originalColumns: false, forSpreadsheets: false };
  return { config, made, loads, exported: await exportDataset({ ...files, replaceFile, log }) };
}

/** Nothing to annotate or export: why is in failures/, and must be the last thing that is said. */
function isAllFailed({ done, failed }: Readonly<Progress>): boolean {
  return done === 0 && failed > 0;
}
