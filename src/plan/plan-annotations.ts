import type { AnnotationConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import { actorModels } from './actor-models.js';
import { identifyAnnotators, type FrozenAnnotators } from './identify-annotators.js';
import { annotationJobId } from './job-id.js';
import type { AnnotatedDiscussion, AnnotationDesign, AnnotationJob } from './job.js';

/**
 * One job for every discussion, annotator and model of the annotators, in the order of the discussions. `frozen`: the ids
 * that are planned.
 */
export function planAnnotations(
  config: ExperimentConfig,
  inputs: Inputs,
  discussions: readonly AnnotatedDiscussion[],
  frozen: FrozenAnnotators = new Map(),
): AnnotationJob[] {
  if (!config.annotation) return [];
  const designs = describeAnnotations(config, config.annotation, inputs);
  const ids = identifyAnnotators(inputs.annotators, frozen);
  const jobs = discussions.flatMap(({ id: discussionId, sha256: discussionHash }) =>
    inputs.annotators.flatMap((annotator, index) =>
      designs.map((design) => ({
        kind: 'annotation' as const,
        id: annotationJobId(discussionId, { annotatorId: ids[index] ?? '', model: design.model.key, repeat: 1 }),
        place: 0,
        design,
        discussionId,
        discussionHash,
        annotator,
        annotatorId: ids[index] ?? '',
        repeat: 1,
      })),
    ),
  );
  return jobs.map((job, place) => ({ ...job, place }));
}

/** One for each of the annotators' models. */
function describeAnnotations(
  config: ExperimentConfig,
  annotation: AnnotationConfig,
  inputs: Inputs,
): readonly AnnotationDesign[] {
  const modelOf = actorModels(config, inputs);
  return (annotation.models ?? [undefined]).map((name) => {
    const model = modelOf(name);
    // Labels are the model's own: a server's repetition penalty does not apply either.
    const generation = { ...model.generation, sampling: { ...annotation.sampling, repeatPenalty: 1 } };
    return { ...describeAnnotation(config, annotation, inputs), model: { ...model, generation } };
  });
}

function describeAnnotation(
  config: ExperimentConfig,
  annotation: AnnotationConfig,
  inputs: Inputs,
): Omit<AnnotationDesign, 'model'> {
  return {
    experiment: config.name,
    seed: config.seed,
    contextPrompt: annotation.contextPrompt,
    ...(annotation.promptLayout !== undefined && { promptLayout: annotation.promptLayout }),
    instructions: inputs.annotatorInstructions,
    historyLength: annotation.historyLength,
    ...(annotation.historyCountsComment && { historyCountsComment: true }),
    ...(annotation.historyFormat && { historyFormat: annotation.historyFormat }),
    ...(annotation.traitOrder && { traitOrder: annotation.traitOrder }),
    annotateModerator: annotation.annotateModerator,
    showModeratorInContext: annotation.showModeratorInContext,
    ...(annotation.metrics && { metrics: annotation.metrics, label: annotation.label }),
  };
}
