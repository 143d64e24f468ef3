import { SyndiscoError } from '../errors.js';
import { PlanChanged, PlanShrank } from '../store/plan/plan-difference.js';
import { locateChange } from './locate-change.js';
import type { Experiment } from './open-experiment.js';
import { showChanges } from './show-changes.js';

/** Adds to the refusal of a change where it is in the config, and how the inputs differ from those of the plan. */
export async function explainRefusal(error: unknown, experiment: Experiment): Promise<unknown> {
  const located = locateChange(error, experiment.config);
  const changes = await changesOf(error, experiment);
  if (!(located instanceof SyndiscoError) || changes === undefined) return located;
  const [first, ...rest] = located.problems;
  return new SyndiscoError([{ ...first, changes }, ...rest], { cause: error });
}

async function changesOf(error: unknown, experiment: Experiment): Promise<string | undefined> {
  if (error instanceof PlanShrank) return showChanges(experiment, []);
  if (!(error instanceof PlanChanged)) return undefined;
  return showChanges(experiment, [{ line: error.asked, field: error.difference?.field }]);
}
