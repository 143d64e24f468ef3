import { Command } from 'commander';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { estimateRun } from '../forecast/estimate-run.js';
import { measureBalance } from '../forecast/measure-balance.js';
import { surveyPlan, workloadsOf } from '../forecast/survey-plan.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { checkRunVersion } from '../store/records/run-file.js';
import { checkLint } from './check-lint.js';
import { readExperiment, type CommonOptions, type Parts } from './experiment.js';
import { knownCalibrations } from './expect-run.js';
import { measureModels } from './measure-models.js';
import { versionOf } from '../experiment/open-options.js';
import { parseDuration, parsePositive } from './parse-option.js';
import { runFolders } from '../experiment/run-folders.js';
import { showPlan } from './show-plan.js';
import { showPrecision } from './show-precision.js';

interface PlanOptions extends CommonOptions {
  calibrate?: true | number;
  wallTime?: number;
  watts?: number;
  price?: number;
  costPerHour?: number;
  jobs?: boolean;
  strict?: boolean;
  balance?: boolean;
  from?: string;
  width?: number;
}

const usualBudgetMs = 20_000;

/** `syndisco plan`: what a run would make, why, and how long it would take; makes nothing. */
export function planCommand(): Command {
  return new Command('plan')
    .description('show what a run would make, why, and how long it takes; makes nothing')
    .option('--calibrate [time]', 'measure the speed of every model first, for this long each', parseDuration)
    .option('--wall-time <time>', 'warn when the run may take longer than this: 48h', parseDuration)
    .option('--watts <n>', 'what the machine draws, for the energy', parsePositive)
    .option('--price <n>', 'of a kilowatt hour, for the cost', parsePositive)
    .option('--cost-per-hour <n>', 'of the machine, for the cost', parsePositive)
    .option('--strict', 'fail on what only looks like a mistake, too')
    .option('--balance', 'show how evenly personas, topics and roles are spread')
    .option('--from <run>', 'a run directory as pilot: how many replicates its measures need')
    .option('--width <n>', 'with --from: how wide the 95 % interval of a measure may be', parsePositive)
    .option('--jobs', 'list every job with its reason')
    .action(async (options: PlanOptions) => {
      if (options.from !== undefined) {
        await showPrecision(options.from, options);
        return;
      }
      const experiment = await readExperiment(options, plannedParts);
      const { config, inputs } = experiment;
      const warnings = checkLint(experiment, options);
      const hasRunDirectory = await checkRunVersion(config.runDir, versionOf());
      const sums = await openSumCheck(config.runDir);
      const parts = plannedParts(config);
      const plan = await surveyPlan(config, inputs, { folders: runFolders(config), parts, sums });
      if (options.calibrate)
        await measureModels(config, plan, options.calibrate === true ? usualBudgetMs : options.calibrate);
      const estimate = estimateRun(workloadsOf(plan.jobs), await knownCalibrations(experiment));
      const balance = options.balance ? measureBalance(plan.jobs.map(({ job }) => job)) : undefined;
      showPlan({ config, plan, estimate, warnings, balance, hasRunDirectory }, options);
    });
}

/** What `run` does, or, with a config that only annotates, what `annotate` does. */
function plannedParts({ actions, discussions, annotation }: ExperimentConfig): Parts {
  const onlyAnnotates = !discussions && annotation !== undefined;
  return {
    discussions: actions.generate && !onlyAnnotates,
    annotation: actions.annotate && annotation !== undefined,
  };
}
