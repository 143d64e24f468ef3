import { annotate, type DiscussionToAnnotate } from '../annotation/annotate.js';
import type { ExperimentConfig } from '../config/experiment-config.js';
import { discussionRecord } from '../documents/discussion-record.js';
import type { SumCheck } from '../document-sum.js';
import type { DiscussionFile, Inputs } from '../inputs/input-types.js';
import { readDiscussion } from '../documents/read-discussions.js';
import { discussionShares } from '../plan/discussion-shares.js';
import { modelsOfJob } from '../plan/models-of-job.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planLine } from '../plan/plan-line.js';
import { importComments } from './import/import-comments.js';
import { noDiscussions } from './no-discussions.js';
import { tellContent } from './tell-content.js';
import { frozenAnnotators } from '../forecast/frozen-annotators.js';
import { findToAnnotate } from '../forecast/find-to-annotate.js';
import { makeDocuments, type RunPorts } from '../run/make-documents.js';
import type { Progress } from '../run/progress.js';
import type { RunnableJob } from '../run/run-job.js';

/** Makes the missing annotations of the finished discussions to annotate. `choose` may keep jobs from starting. */
export async function annotateDiscussions(
  config: ExperimentConfig,
  inputs: Inputs,
  ports: RunPorts,
  choose: (jobs: readonly RunnableJob[]) => Promise<readonly RunnableJob[]> = (jobs) => Promise.resolve(jobs),
): Promise<Progress> {
  const { jobs, sums } = await announcedAnnotations(config, inputs, ports);
  const limited = { ...ports, maxInvalidLabels: config.annotation?.maxInvalidLabels };
  return tellContent({ config, inputs, sums }, async () => makeDocuments('annotation', await choose(jobs), limited));
}

/** The same as `annotationJobs`, with all that a reader of the log should know about them. */
export async function announcedAnnotations(
  config: ExperimentConfig,
  inputs: Inputs,
  ports: Pick<RunPorts, 'store' | 'log'>,
): Promise<{ jobs: readonly RunnableJob[]; sums: SumCheck }> {
  await importComments(config, ports);
  const dir = config.annotation?.discussionsDir ?? '';
  const sums = await ports.store.openSumCheck();
  const { files, leftOut, jobs } = await annotationJobs(config, inputs, sums);
  tellSums(sums, ports.log);
  if (leftOut > 0)
    ports.log.warn(
      `${leftOut} discussions of other plans in ${dir} are not annotated; to annotate all that are there, set annotation.files.discussions_dir`,
    );
  const withdrawn = [...files.values()].filter(({ isWithdrawn }) => isWithdrawn).length;
  if (withdrawn > 0) ports.log.info(`${withdrawn} withdrawn discussions are not annotated`);
  if (files.size === 0) throw noDiscussions(dir, 'annotation.files.discussions_dir');
  const { annotation } = config;
  if (jobs.length === 0 && annotation?.sample)
    ports.log.warn(
      `annotation.sample.fraction ${annotation.sample.fraction} draws none of the ${files.size} discussions, so nothing is annotated; a larger fraction, or more replicates, draws some`,
    );
  return { jobs, sums };
}

interface AnnotationJobs {
  /** The discussions by id. */
  files: Awaited<ReturnType<typeof findToAnnotate>>['found'];
  leftOut: number;
  jobs: RunnableJob[];
}

/** The planned annotations of the finished discussions, ready to be made; those that are made already too. */
export async function annotationJobs(
  config: ExperimentConfig,
  inputs: Inputs,
  sums: SumCheck,
): Promise<AnnotationJobs> {
  const { found: files, leftOut } = await findToAnnotate(config, inputs, { sums });
  const discussions = Array.from(files, ([id, { sha256, ...stratum }]) => ({ id, sha256, stratum }));
  const shareOf = discussionShares(config, inputs);
  const frozen = await frozenAnnotators(config, inputs.annotators);
  const jobs = planAnnotations(config, inputs, discussions, frozen).map((job) => ({
    line: planLine(job),
    models: modelsOfJob(job),
    turns: files.get(job.discussionId)?.comments ?? 0,
    share: shareOf(job.discussionId),
    isWithdrawn: files.get(job.discussionId)?.isWithdrawn === true,
    start: async () => annotate(job, await loadDiscussion(files.get(job.discussionId)?.file ?? '', sums)),
  }));
  return { files, leftOut, jobs };
}

function tellSums({ unsummed, accepted }: SumCheck, log: RunPorts['log']): void {
  if (unsummed.size > 0) log.info(`${unsummed.size} discussions have no checksum, so edits to them cannot be detected`);
  if (accepted.size > 0) log.info(`${accepted.size} discussions have an accepted edit`);
}

async function loadDiscussion(file: string, sums: SumCheck): Promise<DiscussionToAnnotate> {
  return toAnnotate(await readDiscussion(file, sums));
}

/** What annotators read of a finished discussion. */
export function toAnnotate(discussion: DiscussionFile): DiscussionToAnnotate {
  const { id, comments } = discussionRecord(discussion);
  return {
    id,
    comments: comments.map(({ actor, text }) => ({
      name: actor.name,
      text,
      role: actor.isModerator ? 'moderator' : 'participant',
    })),
  };
}
