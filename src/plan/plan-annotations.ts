import type { AnnotationConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import { identifyAnnotators, type FrozenAnnotators } from './identify-annotators.js';
import { annotationJobId } from './job-id.js';
import type { AnnotatedDiscussion, AnnotationDesign, AnnotationJob } from './job.js';
import { planGeneration } from './plan-generation.js';

/** One job for every discussion and annotator, in the order of the discussions. `frozen`: the ids that are planned. */
export function planAnnotations(
  config: ExperimentConfig,
  inputs: Inputs,
  discussions: readonly AnnotatedDiscussion[],
  frozen: FrozenAnnotators = new Map(),
): AnnotationJob[] {
  if (!config.annotation) return [];
  const design = describeAnnotation(config, config.annotation, inputs);
  const ids = identifyAnnotators(inputs.annotators, frozen);
  return discussions.flatMap(({ id: discussionId, sha256: discussionHash }, discussion) =>
    inputs.annotators.map((annotator, index) => ({
      kind: 'annotation' as const,
      id: annotationJobId(discussionId, ids[index] ?? '', 1),
      place: discussion * inputs.annotators.length + index,
      design,
      model: config.model,
      discussionId,
      discussionHash,
      annotator,
      annotatorId: ids[index] ?? '',
      repeat: 1,
    })),
  );
}

function describeAnnotation(config: ExperimentConfig, annotation: AnnotationConfig, inputs: Inputs): AnnotationDesign {
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
    // Labels are the model's own: a server's repetition penalty does not apply either.
    generation: { ...planGeneration(config.model), sampling: { ...annotation.sampling, repeatPenalty: 1 } },
    ...(inputs.modelFingerprint !== undefined && { modelFingerprint: inputs.modelFingerprint }),
  };
}
