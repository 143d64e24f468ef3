import type { AnnotationConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import { identifyAnnotators, type FrozenAnnotators } from './identify-annotators.js';
import { annotationJobId } from './job-id.js';
import type { AnnotatedDiscussion, AnnotationDesign, AnnotationJob } from './job.js';
import { planGeneration } from './plan-generation.js';
import { inclusionProbability, isSampled } from './setup/is-sampled.js';

/**
 * One job for every sampled discussion, annotator and repeat, in the order of the discussions. `frozen`: the ids that
 * are planned.
 */
export function planAnnotations(
  config: ExperimentConfig,
  inputs: Inputs,
  discussions: readonly AnnotatedDiscussion[],
  frozen: FrozenAnnotators = new Map(),
): AnnotationJob[] {
  if (!config.annotation) return [];
  const design = describeAnnotation(config, config.annotation, inputs);
  const ids = identifyAnnotators(inputs.annotators, frozen);
  const repeats = Array.from({ length: config.annotation.repeats ?? 1 }, (_, index) => index + 1);
  const panel = inputs.annotators.flatMap((annotator, index) =>
    repeats.map((repeat) => ({ annotator, annotatorId: ids[index] ?? '', repeat })),
  );
  return inSample(discussions, design).flatMap(({ id: discussionId, sha256: discussionHash }, discussion) =>
    panel.map(({ annotator, annotatorId, repeat }, index) => ({
      kind: 'annotation' as const,
      id: annotationJobId({ discussionId, annotatorId, set: design.set, repeat }),
      place: discussion * panel.length + index,
      design,
      model: config.model,
      discussionId,
      discussionHash,
      annotator,
      annotatorId,
      repeat,
    })),
  );
}

function inSample(
  discussions: readonly AnnotatedDiscussion[],
  { sample }: AnnotationDesign,
): readonly AnnotatedDiscussion[] {
  if (!sample) return discussions;
  return discussions.filter(({ id, stratum }) => !stratum || isSampled(sample, { id, ...stratum }));
}

function describeAnnotation(config: ExperimentConfig, annotation: AnnotationConfig, inputs: Inputs): AnnotationDesign {
  return {
    experiment: config.name,
    seed: config.seed,
    ...(config.annotationSet !== undefined && { set: config.annotationSet }),
    contextPrompt: annotation.contextPrompt,
    ...(annotation.promptLayout !== undefined && { promptLayout: annotation.promptLayout }),
    instructions: inputs.annotatorInstructions,
    historyLength: annotation.historyLength,
    annotateModerator: annotation.annotateModerator,
    showModeratorInContext: annotation.showModeratorInContext,
    ...(annotation.metrics && { metrics: annotation.metrics, label: annotation.label }),
    generation: { ...planGeneration(config.model), sampling: annotation.sampling },
    ...(inputs.modelFingerprint !== undefined && { modelFingerprint: inputs.modelFingerprint }),
    ...describeSample(config, annotation),
  };
}

function describeSample(
  { seed, design }: ExperimentConfig,
  { sample }: AnnotationConfig,
): Pick<AnnotationDesign, 'sample'> {
  if (!sample) return {};
  return { sample: { seed, probability: inclusionProbability(sample.fraction), isPaired: design !== 'independent' } };
}
