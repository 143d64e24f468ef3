import { hostname } from 'node:os';
import type { Calibration } from '../generated/calibration.js';
import { estimateRun, type Estimate } from '../plan/estimate-run.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { groupByModel } from '../plan/group-by-model.js';
import { surveyPlan, workloadsOf } from '../run/survey-plan.js';
import { readCalibration } from '../store/calibration-file.js';
import type { Experiment } from './experiment.js';
import { runFolders } from './run-folders.js';

/** What a run was expected to take, and what it took, in seconds. */
export interface Timing {
  expected: Estimate;
  seconds: number;
}

/** Does the work; where its models have been measured, the estimate of before comes back beside the truth. */
export async function timeRun<Value>(
  experiment: Experiment,
  work: () => Promise<Value>,
): Promise<{ value: Value; timing?: Timing }> {
  const expected = await expectRun(experiment);
  const startedAt = performance.now();
  const value = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  return { value, ...(expected && { timing: { expected, seconds } }) };
}

async function expectRun(experiment: Experiment): Promise<Estimate | undefined> {
  const { config, inputs } = experiment;
  const calibrations = await knownCalibrations(experiment);
  if (calibrations.size === 0 || inputs.topics.length === 0) return undefined;
  const plan = await surveyPlan(config, inputs, runFolders(config));
  return estimateRun(workloadsOf(plan.jobs), calibrations);
}

/** Of the experiment's models, those that have been measured on this machine. */
export async function knownCalibrations({ config }: Experiment): Promise<Map<string, Calibration>> {
  const known = new Map<string, Calibration>();
  const models = [config.model, ...conditionsOf(config).map((condition) => condition.config.model)];
  for (const { key } of groupByModel(models, (model) => model)) {
    const calibration = await readCalibration(config.runDir, key, hostname());
    if (calibration) known.set(key, calibration);
  }
  return known;
}
