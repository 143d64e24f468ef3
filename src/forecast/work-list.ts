import { relative } from 'node:path';
import type { ExperimentConfig } from '../config/experiment-config.js';
import type { SumCheck } from '../document-sum.js';
import type { Inputs } from '../inputs/input-types.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { countComments, countRequests } from '../plan/count-turns.js';
import type { AnnotatedDiscussion, AnnotationJob, DiscussionJob, PlanLine } from '../plan/job.js';
import { discussionShares } from '../plan/discussion-shares.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { frozenAnnotators } from './frozen-annotators.js';
import type { FoundDiscussion } from '../documents/find-discussions.js';
import { findToAnnotate } from './find-to-annotate.js';

/** A job of the plan, with what is known before it is made. */
export interface PlannedWork {
  line: PlanLine;
  job: DiscussionJob | AnnotationJob;
  /** Decides which shard makes it. */
  share: number;
  /** For a discussion, its requests; for an annotation, the comments of its discussion. */
  turns: number;
}

export interface WorkOptions {
  /** The kinds of jobs to list. */
  parts: InputParts;
  /** Checks the documents for edits. */
  sums: SumCheck;
  /** Where the experiment's own discussions are published. */
  discussionsDir: string;
}

/** The jobs of a run: its discussions, then the annotations of these and of all other discussions in the folder. */
export async function workList(
  config: ExperimentConfig,
  inputs: Inputs,
  { parts, sums, discussionsDir }: WorkOptions,
): Promise<PlannedWork[]> {
  const discussions = parts.discussions ? planDiscussions(config, inputs) : [];
  const toAnnotate = parts.annotation
    ? await discussionsToAnnotate(config, inputs, { planned: discussions, sums, discussionsDir })
    : new Map<string, ToAnnotate>();
  const contents = Array.from(toAnnotate, ([id, { sha256, ...stratum }]) => ({ id, sha256, stratum }));
  const frozen = await frozenAnnotators(config, inputs.annotators);
  const annotations = planAnnotations(config, inputs, contents, frozen);
  const shareOf = discussionShares(config, inputs);
  return [
    ...discussions.map((job) => ({
      line: planLine(job),
      job,
      share: job.place,
      turns: Math.round(countRequests(job)),
    })),
    ...annotations.map((job) => ({
      line: planLine(job),
      job,
      share: shareOf(job.discussionId),
      turns: toAnnotate.get(job.discussionId)?.comments ?? 0,
    })),
  ];
}

/** What is known of a discussion to annotate. */
type ToAnnotate = Omit<FoundDiscussion, 'file' | 'sha256' | 'isWithdrawn'> & Pick<AnnotatedDiscussion, 'sha256'>;

/** The discussions to annotate, by id: existing ones, and planned ones if they are published there. */
async function discussionsToAnnotate(
  config: ExperimentConfig,
  inputs: Inputs,
  { planned, sums, discussionsDir }: Omit<WorkOptions, 'parts'> & { planned: readonly DiscussionJob[] },
): Promise<ReadonlyMap<string, ToAnnotate>> {
  const { annotation } = config;
  if (!annotation) return new Map();
  // A run creates the folder of its own discussions before it searches it.
  const looksAtOwn = !relative(annotation.discussionsDir, discussionsDir).startsWith('..');
  const { found } = await findToAnnotate(config, inputs, { sums, mayBeMissing: looksAtOwn });
  return new Map<string, ToAnnotate>([
    ...(looksAtOwn ? planned.map((job) => [job.id, yetToBeMade(job)] as const) : []),
    ...found,
  ]);
}

function yetToBeMade(job: DiscussionJob): ToAnnotate {
  const { replicate, condition } = job;
  return { comments: countComments(job), sha256: null, condition: condition.name, replicate };
}
