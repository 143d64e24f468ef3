import type { ExperimentConfig } from '../config/experiment-config.js';
import { discuss } from '../discussion/discuss.js';
import type { Inputs } from '../inputs/input-types.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { ownTurnManager } from '../run/own-turn-manager.js';
import { makeDocuments, type RunPorts } from '../run/make-documents.js';
import type { Progress } from '../run/progress.js';

/** Makes the missing discussions of an experiment. */
export function generateDiscussions(config: ExperimentConfig, inputs: Inputs, ports: RunPorts): Promise<Progress> {
  const jobs = planDiscussions(config, inputs).map((job) => ({
    line: planLine(job),
    model: job.condition.model,
    start: async () => discuss(job, await ownTurnManager(job.condition.turnManager)),
  }));
  return makeDocuments('discussion', jobs, ports);
}
