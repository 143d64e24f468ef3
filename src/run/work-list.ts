import type { ExperimentConfig, ModelConfig } from '../config/experiment-config.js';
import { countComments, countTurns } from '../plan/count-turns.js';
import type { Inputs } from '../inputs/input-types.js';
import type { AnnotationJob, DiscussionJob, PlanLine } from '../plan/job.js';
import { planAnnotations } from '../plan/plan-annotations.js';
import { planDiscussions } from '../plan/plan-discussions.js';
import { planLine } from '../plan/plan-line.js';

/** A job of the plan with what there is to say of it before it is made. */
export interface PlannedWork {
  line: PlanLine;
  job: DiscussionJob | AnnotationJob;
  model: ModelConfig;
  /** Of a discussion, its requests; of an annotation, the comments of its discussion. */
  turns: number;
}

/** Everything that the config asks for: its discussions, then the annotations of them. */
export function workList(config: ExperimentConfig, inputs: Inputs): PlannedWork[] {
  const discussions = planDiscussions(config, inputs);
  const comments = new Map(discussions.map((job) => [job.id, countComments(job)]));
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
