import { hostname } from 'node:os';
import { SyndiscoError } from '../errors.js';
import type { Calibration } from '../generated/calibration.js';
import { estimateRun, type Estimate } from '../forecast/estimate-run.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { groupByModel } from '../plan/group-by-model.js';
import { jobsOfShard } from '../run/make-documents.js';
import { surveyPlan, workloadsOf } from '../forecast/survey-plan.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readCalibration } from '../store/records/calibration-file.js';
import type { RunRules } from '../run/run-rules.js';
import type { InputParts } from '../inputs/read-inputs.js';
import type { Experiment } from './open-experiment.js';
import { runFolders } from './run-folders.js';

/** What a run was expected to take, and what it took, in seconds. */
export interface Timing {
  expected: Estimate;
  seconds: number;
}

/** Which part of the plan is timed. */
export interface TimedPart {
  parts: InputParts;
  shard: RunRules['shard'];
}

/** Does the work; where its models have been measured, returns what was expected of it next to what it took. */
export async function timeRun<Value>(
  experiment: Experiment,
  part: TimedPart,
  work: () => Promise<Value>,
): Promise<{ value: Value; timing?: Timing }> {
  const expected = await expectRun(experiment, part);
  const startedAt = performance.now();
  const value = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  return { value, ...(expected && { timing: { expected, seconds } }) };
}

async function expectRun(experiment: Experiment, { parts, shard }: TimedPart): Promise<Estimate | undefined> {
  const { config, inputs } = experiment;
  const calibrations = await knownCalibrations(experiment);
  if (calibrations.size === 0) return undefined;
  try {
    const sums = await openSumCheck(config.runDir);
    const plan = await surveyPlan(config, inputs, { folders: runFolders(config), parts, sums });
    return estimateRun(workloadsOf(jobsOfShard(plan.jobs, shard)), calibrations);
  } catch (error) {
    // What cannot be read is for the run itself to report, where it needs it.
    if (error instanceof SyndiscoError) return undefined;
    throw error;
  }
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
