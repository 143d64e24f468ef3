import { Command } from 'commander';
import { lintExperiment } from '../experiment/lint-experiment.js';
import { openExperiment } from '../experiment/open-experiment.js';
import { partsOfPlan, planExperiment } from '../experiment/plan-experiment.js';
import { measureBalance } from '../forecast/measure-balance.js';
import { sayOnStderr, type CommonOptions } from './common-options.js';
import { parseDuration, parsePositive } from './parse-option.js';
import { lintWarnings, showLint } from './show-lint.js';
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
      const experiment = await openExperiment(options, partsOfPlan);
      const findings = lintExperiment(experiment, options);
      if (!options.json) showLint(findings);
      const { calibrate } = options;
      const calibrateMs = calibrate === true ? usualBudgetMs : calibrate;
      const planned = await planExperiment(experiment, {
        ...(calibrateMs !== undefined && { calibrateMs }),
        say: sayOnStderr,
      });
      const balance = options.balance ? measureBalance(planned.plan.jobs.map(({ job }) => job)) : undefined;
      const { config } = experiment;
      showPlan({ config, ...planned, warnings: lintWarnings(findings), balance }, options);
    });
}
