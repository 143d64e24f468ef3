import type { ExperimentConfig } from '../config/experiment-config.js';
import { discuss, type DiscussionDraft } from '../discussion/discuss.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import type { Inputs } from '../inputs/input-types.js';
import { modelsOfJob } from '../plan/models-of-job.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { makeDocuments, type RunPorts } from '../run/make-documents.js';
import { ownParts } from '../run/own-parts.js';
import type { Progress } from '../run/progress.js';
import { countRepairs, type RepairCount } from './count-repairs.js';

/** Makes the missing discussions of an experiment. Ends with a warning if comments were repaired or are missing. */
export async function generateDiscussions(
  config: ExperimentConfig,
  inputs: Inputs,
  ports: RunPorts,
): Promise<Progress> {
  const count = countRepairs();
  const jobs = planDiscussions(config, inputs).map((job) => ({
    line: planLine(job),
    models: modelsOfJob(job),
    start: async () => counting(discuss(job, await ownParts(job)), count),
  }));
  try {
    return await makeDocuments('discussion', jobs, ports);
  } finally {
    for (const warning of count.warnings()) ports.log.warn(warning);
  }
}

/** Passes a discussion through, and counts its comments when it is complete. */
function* counting(discussion: JobGenerator<DiscussionDraft>, count: RepairCount): JobGenerator<DiscussionDraft> {
  const draft = yield* discussion;
  const generated = draft.logs.filter(({ seed }) => seed !== undefined);
  count.note(
    generated.map((comment) => ({ ...comment, failedTries: (comment.failed_tries ?? []).map((one) => one.missing) })),
  );
  return draft;
}
