import { hostname } from 'node:os';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { modelNamed, modelsIn } from '../config/model-named.js';
import { SyndiscoError } from '../errors.js';
import type { Calibration } from '../generated/calibration.js';
import { estimateRun, type Estimate } from '../forecast/estimate-run.js';
import { conditionsOf } from '../plan/conditions-of.js';
import { loadKey } from '../plan/group-by-model.js';
import { jobsOfShard } from '../run/make-documents.js';
import { surveyPlan, workloadsOf } from '../forecast/survey-plan.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { readCalibration } from '../store/records/calibration-file.js';
import type { RunRules } from '../run/run-rules.js';
import type { InputParts } from '../inputs/read-inputs.js';
import type { Experiment } from './open-experiment.js';
import { runFolders } from './run-folders.js';

/** The expected and the actual duration of a run, in seconds. */
export interface Timing {
  expected: Estimate;
  seconds: number;
}

/** The part of the plan to time. */
export interface TimedPart {
  parts: InputParts;
  shard: RunRules['shard'];
}

/** Runs `work`. If its models were measured on this machine, also returns the expected and the actual duration. */
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
    // The run itself reports unreadable files, if it needs them.
    if (error instanceof SyndiscoError) return undefined;
    throw error;
  }
}

function loadKeysOf(config: ExperimentConfig): ReadonlySet<string> {
  const keysIn = (own: ExperimentConfig, discussions: boolean): string[] =>
    Array.from(modelsIn(own, { discussions, annotation: !discussions }), (name) => loadKey(modelNamed(own, name)));
  return new Set([
    ...keysIn(config, false),
    ...conditionsOf(config).flatMap((condition) => keysIn(condition.config, true)),
  ]);
}

/** The calibrations of those of the experiment's models that were measured on this machine. */
export async function knownCalibrations({ config }: Experiment): Promise<Map<string, Calibration>> {
  const known = new Map<string, Calibration>();
  for (const key of loadKeysOf(config)) {
    const calibration = await readCalibration(config.runDir, key, hostname());
    if (calibration) known.set(key, calibration);
  }
  return known;
}
