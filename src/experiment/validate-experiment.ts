import type { BackendLog } from '../backends/backend-log.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { LongestPrompt } from '../forecast/longest-prompt.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { openSumCheck } from '../store/documents/accepted-edits.js';
import { checkRunVersion } from '../store/records/run-file.js';
import { refuseStrays } from './check-folders.js';
import { estimateLongest, measureLongest } from './check-prompts.js';
import { loadModelOf } from './load-model-of.js';
import { openModelsInUse } from './models-in-use.js';
import type { Experiment } from './open-experiment.js';
import { versionOf } from './open-options.js';

export interface ValidatedExperiment {
  /** Number of discussions in the plan. */
  discussions: number;
  longest: LongestPrompt | undefined;
}

/** All parts that any command would read. */
export function partsToValidate({ actions, discussions, annotation }: ExperimentConfig): InputParts {
  return {
    discussions: actions.generate || discussions !== undefined,
    annotation: actions.annotate || annotation !== undefined,
  };
}

/** Checks that need the whole experiment. With `loadModels`, the models count the tokens of the longest prompt. */
export async function validateExperiment(
  experiment: Experiment,
  { loadModels, say }: { loadModels: boolean; say: BackendLog },
): Promise<ValidatedExperiment> {
  const { config, inputs } = experiment;
  await checkRunVersion(config.runDir, versionOf());
  const planned = planDiscussions(config, inputs);
  await refuseStrays(config, planned.map(planLine), await openSumCheck(config.runDir));
  const longest = loadModels ? await measureWithModels(experiment, say) : estimateLongest(experiment);
  return { discussions: planned.length, longest };
}

async function measureWithModels(experiment: Experiment, say: BackendLog): Promise<LongestPrompt | undefined> {
  const models = openModelsInUse(loadModelOf(experiment.config, say));
  try {
    return await measureLongest(experiment, models);
  } finally {
    await models.close();
  }
}
