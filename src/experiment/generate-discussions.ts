import type { ExperimentConfig } from '../config/experiment-config.js';
import { discuss } from '../discussion/discuss.js';
import { type DiscussionDraft } from '../discussion/draft-discussion.js';
import type { JobGenerator } from '../discussion/job-generator.js';
import type { Inputs } from '../inputs/input-types.js';
import { countRequests } from '../plan/count-turns.js';
import { modelsOfJob } from '../plan/models-of-job.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { makeDocuments, type RunPorts } from '../run/make-documents.js';
import type { RunnableJob } from '../run/run-job.js';
import { ownDetectors } from '../run/own-detectors.js';
import { ownParts } from '../run/own-parts.js';
import { loadLanguages } from '../quality/languages.js';
import type { Progress, ProgressListener } from '../run/progress.js';
import { countRepairs, type RepairCount } from './count-repairs.js';
import { watchFlags, type FlagWatch } from './watch-flags.js';

/** Makes the missing discussions of an experiment. Ends with a warning if comments were repaired or are missing. */
export async function generateDiscussions(
  config: ExperimentConfig,
  inputs: Inputs,
  ports: RunPorts,
): Promise<Progress> {
  const count = countRepairs();
  const flags = watchFlags(config.quality, (why) => {
    ports.log.error(why);
    ports.stoppedByQuality?.(why);
  });
  const jobs = await discussionJobs(config, inputs, { count, flags });
  try {
    const progress = await makeDocuments('discussion', jobs, { ...ports, tell: remarking(ports.tell, flags) });
    const stopped = flags.stopped();
    return { ...progress, ...(stopped.length > 0 && { stopped }) };
  } finally {
    flags.tell(ports.log);
    for (const warning of count.warnings()) ports.log.warn(warning);
  }
}

interface DiscussionWatch {
  count: RepairCount;
  flags: FlagWatch;
}

/** The planned discussions, ready to be made, with what looks at their replies. */
export async function discussionJobs(
  config: ExperimentConfig,
  inputs: Inputs,
  { count, flags }: DiscussionWatch,
): Promise<RunnableJob[]> {
  await loadLanguages();
  const detect = await ownDetectors(config.quality?.detectors);
  return planDiscussions(config, inputs).map((job) => ({
    line: planLine(job),
    models: modelsOfJob(job),
    turns: Math.round(countRequests(job)),
    start: async () => {
      flags.admit(modelsOfJob(job).map(({ generation }) => generation.modelName));
      return counting(
        discuss(job, {
          ...(await ownParts(job)),
          ...(detect && { detect }),
          note: (reply) => {
            flags.note(reply);
          },
        }),
        count,
      );
    },
  }));
}

/** Adds the rates of flagged replies to the progress. */
function remarking(tell: ProgressListener, flags: FlagWatch): ProgressListener {
  return (progress) => {
    const remark = flags.describe();
    tell(remark === undefined ? progress : { ...progress, remark });
  };
}

/** Passes a discussion through, and counts its comments when it is complete. */
function* counting(discussion: JobGenerator<DiscussionDraft>, count: RepairCount): JobGenerator<DiscussionDraft> {
  const draft = yield* discussion;
  const generated = draft.logs.filter(({ seed }) => seed !== undefined);
  count.note(
    generated.map((comment) => ({
      ...comment,
      failedTries: (comment.failed_tries ?? []).map(({ missing }) => missing ?? 'resampled'),
    })),
  );
  return draft;
}
