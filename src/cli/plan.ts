import { Command } from 'commander';
import { countTokens } from '../experiment/count-tokens.js';
import { lintExperiment } from '../experiment/lint-experiment.js';
import { partsToAnnotate } from '../experiment/actions.js';
import { openAnnotationSet } from '../experiment/open-annotation-set.js';
import { openExperiment, type Experiment } from '../experiment/open-experiment.js';
import { partsOfPlan, planExperiment } from '../experiment/plan-experiment.js';
import { measureBalance } from '../forecast/measure-balance.js';
import { measureRoles } from '../forecast/measure-roles.js';
import { sayOnStderr, type CommonOptions } from './common-options.js';
import { parseDuration, parsePositive, parseSetName } from './parse-option.js';
import { tokenOption } from './run-options.js';
import { lintWarnings, showLint, showNotices } from './show-lint.js';
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
  as?: string;
  from?: string;
  width?: number;
  maxTokensTotal?: number;
}

const usualBudgetMs = 20_000;

/** `syndisco plan`: shows what a run would make, why, and how long it would take, without making anything. */
export function planCommand(): Command {
  return new Command('plan')
    .description('show what a run would make, why, and how long it would take, without making anything')
    .option(
      '--calibrate [time]',
      'measure every model first, for this long per kind of job (20s by default)',
      parseDuration,
    )
    .option('--wall-time <time>', 'warn if the run may take longer than this, for example 48h', parseDuration)
    .option('--watts <n>', 'power draw of the machine, to estimate the energy', parsePositive)
    .option('--price <n>', 'price of a kilowatt hour, to estimate the cost', parsePositive)
    .option('--cost-per-hour <n>', 'cost of the machine per hour, to estimate the cost', parsePositive)
    .addOption(tokenOption('compare the estimate with the ceiling of a run that stops'))
    .option('--strict', 'treat warnings about the inputs as errors')
    .option('--balance', 'show how evenly personas, topics and roles are distributed')
    .option('--as <name>', 'show what annotate --as would make for this annotation set', parseSetName)
    .option('--from <run>', 'use this run directory as a pilot: show how many replicates its measures need')
    .option('--width <n>', 'with --from: the maximum width of the 95 % interval of a measure', parsePositive)
    .option('--jobs', 'list every job with the reason for its state; with --json, also what was drawn for it')
    .action(async (options: PlanOptions) => {
      if (options.from !== undefined) {
        await showPrecision(options.from, options);
        return;
      }
      const experiment = await openPlanned(options);
      const findings = lintExperiment(experiment, options);
      if (!options.json) {
        showLint(findings);
        showNotices(experiment.notices);
      }
      const { calibrate } = options;
      const calibrateMs = calibrate === true ? usualBudgetMs : calibrate;
      const planned = await planExperiment(experiment, {
        ...(calibrateMs !== undefined && { calibrateMs }),
        say: sayOnStderr,
      });
      const jobs = planned.plan.jobs.map(({ job }) => job);
      const balance = options.balance ? measureBalance(jobs) : undefined;
      const { config, notices } = experiment;
      const roles = measureRoles(jobs);
      const { maxTokensTotal: limit } = options;
      const ceiling = limit === undefined ? undefined : { limit, used: await countTokens(config) };
      showPlan({ config, notices, ...planned, warnings: lintWarnings(findings), roles, balance, ceiling }, options);
    });
}

async function openPlanned(options: PlanOptions): Promise<Experiment> {
  if (options.as === undefined) return openExperiment(options, partsOfPlan);
  return openAnnotationSet(await openExperiment(options, partsToAnnotate), options.as);
}
