import { relative } from 'node:path';
import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';
import type { SumCheck } from '../document-sum.js';
import type { Inputs } from '../inputs/input-types.js';
import type { InputParts } from '../inputs/read-inputs.js';
import { countComments, countTurns } from '../plan/count-turns.js';
import type { AnnotationJob, DiscussionJob, PlanLine } from '../plan/job.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';
import { findDiscussions } from '../documents/find-discussions.js';

/** A job of the plan with what there is to say of it before it is made. */
export interface PlannedWork {
  line: PlanLine;
  job: DiscussionJob | AnnotationJob;
  model: ModelConfig;
  /** Of a discussion, its requests; of an annotation, the comments of its discussion. */
  turns: number;
}

export interface WorkOptions {
  /** The kinds of jobs that are about to be made. */
  parts: InputParts;
  /** What to compare found documents with. */
  sums: SumCheck;
  /** Where the experiment's own discussions go. */
  discussionsDir: string;
}

/** The jobs of a run: its discussions, then the annotations of these and of all others that the annotators will find. */
export async function workList(
  config: ExperimentConfig,
  inputs: Inputs,
  { parts, sums, discussionsDir }: WorkOptions,
): Promise<PlannedWork[]> {
  const discussions = parts.discussions ? planDiscussions(config, inputs) : [];
  const comments = parts.annotation
    ? await commentsToAnnotate(config, discussions, { sums, discussionsDir })
    : new Map<string, number>();
  const annotations = planAnnotations(config, inputs, [...comments.keys()]);
  return [
    ...discussions.map((job) => ({
      line: planLine(job),
      job,
      model: job.condition.model,
      turns: countTurns(job.condition),
    })),
    ...annotations.map((job) => ({
      line: planLine(job),
      job,
      model: job.model,
      turns: comments.get(job.discussionId) ?? 0,
    })),
  ];
}

/** The lines of all that the config itself plans, whatever else there is to annotate. */
export function plannedLines(config: ExperimentConfig, inputs: Inputs): PlanLine[] {
  const discussions = planDiscussions(config, inputs);
  const annotations = planAnnotations(
    config,
    inputs,
    discussions.map(({ id }) => id),
  );
  return [...discussions, ...annotations].map(planLine);
}

/** Discussion to number of comments: those to be made, if the annotators look there, and those that are there already. */
async function commentsToAnnotate(
  { annotation }: ExperimentConfig,
  planned: readonly DiscussionJob[],
  { sums, discussionsDir }: Pick<WorkOptions, 'sums' | 'discussionsDir'>,
): Promise<ReadonlyMap<string, number>> {
  if (!annotation) return new Map();
  // A run makes the folder of its own discussions before it looks for any.
  const looksAtOwn = !relative(annotation.discussionsDir, discussionsDir).startsWith('..');
  const found = await findDiscussions(annotation.discussionsDir, sums, { mayBeMissing: looksAtOwn });
  return new Map([
    ...(looksAtOwn ? planned.map((job): [string, number] => [job.id, countComments(job)]) : []),
    ...Array.from(found, ([id, { comments }]): [string, number] => [id, comments]),
  ]);
}
