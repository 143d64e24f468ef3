import type { BackendLog } from '../backends/backend-log.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { estimateRun, type Estimate } from '../forecast/estimate-run.js';
import { surveyPlan, workloadsOf, type SurveyedPlan } from '../forecast/survey-plan.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { checkRunVersion } from '../store/records/run-file.js';
import { measureModels } from './measure-models.js';
import type { Experiment } from './open-experiment.js';
import { versionOf } from './open-options.js';
import { runFolders } from './run-folders.js';
import { showChanges } from './show-changes.js';
import { knownCalibrations } from './time-run.js';

export interface PlannedExperiment {
  plan: SurveyedPlan;
  /** Undefined where a model has not been measured on this machine. */
  estimate: Estimate | undefined;
  hasRunDirectory: boolean;
  /** How the inputs differ from those of the run directory's plan; undefined if no job has changed. */
  changes: string | undefined;
}

/** Returns what a run would make, why, and how long it would take. With `calibrateMs`, measures the models first. */
export async function planExperiment(
  experiment: Experiment,
  { calibrateMs, say }: { calibrateMs?: number; say: BackendLog },
): Promise<PlannedExperiment> {
  const { config, inputs } = experiment;
  const hasRunDirectory = await checkRunVersion(config.runDir, versionOf());
  const sums = await openSumCheck(config.runDir);
  const plan = await surveyPlan(config, inputs, { folders: runFolders(config), parts: partsOfPlan(config), sums });
  if (calibrateMs !== undefined) await measureModels(config, plan, { budgetMs: calibrateMs, say });
  const estimate = estimateRun(workloadsOf(plan.jobs), await knownCalibrations(experiment));
  return { plan, estimate, hasRunDirectory, changes: await changesOf(plan, experiment) };
}

async function changesOf({ jobs }: SurveyedPlan, experiment: Experiment): Promise<string | undefined> {
  const changed = jobs.flatMap(({ line, standing }) =>
    standing.state === 'changed' ? [{ line, field: standing.difference?.field }] : [],
  );
  return changed.length > 0 ? showChanges(experiment, changed) : undefined;
}

/** The parts that `run` makes or, for a config that only annotates and for an annotation set, `annotate`. */
export function partsOfPlan({ actions, discussions, annotation, annotationSet }: ExperimentConfig): InputParts {
  const onlyAnnotates = annotation !== undefined && (!discussions || annotationSet !== undefined);
  return {
    discussions: actions.generate && !onlyAnnotates,
    annotation: annotation !== undefined && (actions.annotate || annotationSet !== undefined),
  };
}
