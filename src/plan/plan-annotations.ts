import type { AnnotationConfig, ExperimentConfig } from '../config/experiment-config.js';
import type { Inputs } from '../inputs/input-types.js';
import { actorModels } from './actor-models.js';
import { identifyAnnotators, type FrozenAnnotators } from './identify-annotators.js';
import { annotationJobId } from './job-id.js';
import type { AnnotatedDiscussion, AnnotationDesign, AnnotationJob } from './job.js';
import { inclusionProbability, isSampled } from './setup/is-sampled.js';

/**
 * One job for every sampled discussion, annotator, model, form and repeat, in the order of the discussions. `frozen`: the ids
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
  const repeats = Array.from({ length: config.annotation.repeats ?? 1 }, (_, index) => index + 1);
  const panel = inputs.annotators.flatMap((annotator, index) => {
    const only = inputs.annotatorModels?.get(annotator);
    return designs
      .filter(({ model }) => only === undefined || model.key === only)
      .flatMap((design) => repeats.map((repeat) => ({ annotator, annotatorId: ids[index] ?? '', design, repeat })));
  });
  return inSample(discussions, designs[0]?.sample).flatMap(({ id: discussionId, sha256: discussionHash }, discussion) =>
    panel.map(({ annotator, annotatorId, design, repeat }, index) => ({
      kind: 'annotation' as const,
      id: annotationJobId({
        ...{ discussionId, annotatorId, model: design.model.key, set: design.set },
        ...{ form: design.form?.name, repeat },
      }),
      place: discussion * panel.length + index,
      design,
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
  sample: AnnotationDesign['sample'],
): readonly AnnotatedDiscussion[] {
  if (!sample) return discussions;
  return discussions.filter(({ id, stratum }) => !stratum || isSampled(sample, { id, ...stratum }));
}

/** One for each of the annotators' models and each form. */
function describeAnnotations(
  config: ExperimentConfig,
  annotation: AnnotationConfig,
  inputs: Inputs,
): readonly AnnotationDesign[] {
  const modelOf = actorModels(config, inputs);
  const forms = [undefined, ...(annotation.forms ?? [])];
  return (annotation.models ?? [undefined]).flatMap((name) => {
    const model = modelOf(name);
    // Labels are the model's own: a server's repetition penalty does not apply either.
    const generation = { ...model.generation, sampling: { ...annotation.sampling, repeatPenalty: 1 } };
    const design = { ...describeAnnotation(config, annotation, inputs), model: { ...model, generation } };
    return forms.map((form) => ({ ...design, ...(form && { form }) }));
  });
}

function describeAnnotation(
  config: ExperimentConfig,
  annotation: AnnotationConfig,
  inputs: Inputs,
): Omit<AnnotationDesign, 'model'> {
  const sample = describeSample(config, annotation);
  return {
    experiment: config.name,
    seed: config.seed,
    ...(config.annotationSet !== undefined && { set: config.annotationSet }),
    contextPrompt: annotation.contextPrompt,
    ...(annotation.promptLayout !== undefined && { promptLayout: annotation.promptLayout }),
    instructions: inputs.annotatorInstructions,
    historyLength: annotation.historyLength,
    ...(annotation.historyCountsComment && { historyCountsComment: true }),
    ...(annotation.historyFormat && { historyFormat: annotation.historyFormat }),
    ...(annotation.traitOrder && { traitOrder: annotation.traitOrder }),
    annotateModerator: annotation.annotateModerator,
    showModeratorInContext: annotation.showModeratorInContext,
    ...(annotation.maskNames && { maskNames: annotation.maskNames }),
    ...(annotation.metrics && { metrics: annotation.metrics, label: annotation.label }),
    ...(sample && { sample }),
  };
}

/** How discussions are sampled; undefined if all are annotated. */
export function describeSample(
  { seed, design }: ExperimentConfig,
  { sample }: AnnotationConfig,
): AnnotationDesign['sample'] | undefined {
  return sample && { seed, probability: inclusionProbability(sample.fraction), isPaired: design !== 'independent' };
}
