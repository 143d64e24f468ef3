import { hostname } from 'node:os';
import { Command } from 'commander';
import { loadBackend } from '../backends/load-backend.js';
import { estimateRun } from '../plan/estimate-run.js';
import { measureBalance } from '../plan/measure-balance.js';
import { groupByModel } from '../plan/group-by-model.js';
import { calibrate } from '../run/calibrate.js';
import { surveyPlan, workloadsOf, type SurveyedPlan } from '../run/survey-plan.js';
import { checkRunVersion } from '../store/run-file.js';
import { writeCalibration } from '../store/calibration-file.js';
import { checkLint } from './check-lint.js';
import { readExperiment, type CommonOptions, type Experiment } from './experiment.js';
import { knownCalibrations } from './expect-run.js';
import { versionOf } from './open-options.js';
import { oneModelAtATime } from './model-in-use.js';
import { parseDuration, parsePositive } from './parse-option.js';
import { runFolders } from './run-folders.js';
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
      const experiment = await readExperiment(options, ({ discussions, annotation }) => ({
        discussions: true,
        annotation: discussions !== undefined && annotation !== undefined,
      }));
      const { config, inputs } = experiment;
      const warnings = checkLint(experiment, options);
      const hasRunDirectory = await checkRunVersion(config.runDir, versionOf());
      const plan = await surveyPlan(config, inputs, runFolders(config));
      if (options.calibrate)
        await measureAll(experiment, plan, options.calibrate === true ? usualBudgetMs : options.calibrate);
      const estimate = estimateRun(workloadsOf(plan.jobs), await knownCalibrations(experiment));
      const balance = options.balance ? measureBalance(plan.jobs.map(({ job }) => job)) : undefined;
      showPlan({ config, plan, estimate, warnings, balance, hasRunDirectory }, options);
    });
}

async function measureAll({ config }: Experiment, plan: SurveyedPlan, budgetMs: number): Promise<void> {
  const models = oneModelAtATime((model) =>
    loadBackend(model, (level, text) => {
      process.stderr.write(`${level}  ${text}\n`);
    }),
  );
  const ports = { loadBackend: models.load.bind(models), host: hostname(), now: () => new Date(), budgetMs };
  const unfinished = plan.jobs.filter(({ left }) => left > 0);
  try {
    for (const { key, model, items } of groupByModel(unfinished, (job) => job.model)) {
      process.stderr.write(`measuring ${model.name} …\n`);
      await writeCalibration(config.runDir, key, await calibrate(model, items, ports));
    }
  } finally {
    await models.close();
  }
}
