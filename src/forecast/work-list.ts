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

/** A job of the plan, with what is known before it is made. */
export interface PlannedWork {
  line: PlanLine;
  job: DiscussionJob | AnnotationJob;
  model: ModelConfig;
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

/** The plan lines of the discussions that the config plans, and of their annotations; no others. */
export function plannedLines(config: ExperimentConfig, inputs: Inputs): PlanLine[] {
  const discussions = planDiscussions(config, inputs);
  const annotations = planAnnotations(
    config,
    inputs,
    discussions.map(({ id }) => id),
  );
  return [...discussions, ...annotations].map(planLine);
}

/** Maps each discussion to annotate to its number of comments: existing ones, and planned ones if published there. */
async function commentsToAnnotate(
  { annotation }: ExperimentConfig,
  planned: readonly DiscussionJob[],
  { sums, discussionsDir }: Pick<WorkOptions, 'sums' | 'discussionsDir'>,
): Promise<ReadonlyMap<string, number>> {
  if (!annotation) return new Map();
  // A run creates the folder of its own discussions before it searches it.
  const looksAtOwn = !relative(annotation.discussionsDir, discussionsDir).startsWith('..');
  const found = await findDiscussions(annotation.discussionsDir, sums, { mayBeMissing: looksAtOwn });
  return new Map([
    ...(looksAtOwn ? planned.map((job): [string, number] => [job.id, countComments(job)]) : []),
    ...Array.from(found, ([id, { comments }]): [string, number] => [id, comments]),
  ]);
}
