import { resolve } from 'node:path';
import type { AnnotationSamplingSection, AnnotationSection, MetricSection } from '../generated/config.js';
import type { Inputs } from '../inputs/input-types.js';
import type { Actor } from './actor.js';
import { inSnakeCase, mapValues } from './camel-case.js';
import { nameModels, type NamedModels } from './name-models.js';
import { atLeastOne, openDescribed, personasJson, sharedKeys, type DescribedExperiment } from './open-described.js';
import type { AnnotationExperimentOptions, BeginAnnotationOptions, Labelling, Reading } from './options.js';
import { sameForAll } from './same-for-all.js';

/** As `describeDiscussions`. */
export async function describeAnnotations(
  options: AnnotationExperimentOptions,
  begin: BeginAnnotationOptions,
): Promise<DescribedExperiment> {
  const { annotators, name, seed } = options;
  const all = atLeastOne(annotators, { code: 'SYNDISCO_INPUT_EMPTY', what: 'annotators' });
  const models = await nameModels(all);
  const texts = {
    'annotators.json': personasJson(annotators),
    'annotator.txt': sameForAll(all, 'instructions'),
  };
  const section = annotationSection(options, sameForAll(all, 'context'), begin.discussionsDir);
  const [first, ...others] = new Set(all.flatMap((annotator) => models.nameOf(annotator) ?? []));
  const named: Pick<AnnotationSection, 'models'> = first === undefined ? {} : { models: [first, ...others] };
  const annotation = { ...section, ...named };
  const config = { ...sharedKeys({ name, seed }, begin), ...models.sections, annotation };
  const experiment = await openDescribed(config, texts, { discussions: false, annotation: true });
  const inputs = { ...experiment.inputs, ...annotatorModels(experiment.inputs, annotators, models) };
  return { models: models.loaded, experiment: { ...experiment, inputs } };
}

function annotationSection(
  options: AnnotationExperimentOptions,
  context: string | undefined,
  discussionsDir: string,
): AnnotationSection {
  const { annotateModerator, showModeratorInContext, promptLayout, maskNames, historyContextLength } = options;
  const { label, maxInvalidLabels, sampling, metrics, forms } = options;
  return {
    files: {
      annotator_persona_path: 'annotators.json',
      instruction_path: 'annotator.txt',
      discussions_dir: resolve(discussionsDir),
    },
    experiment_variables: {
      ...inSnakeCase<Reading>({ annotateModerator, showModeratorInContext, promptLayout, maskNames }),
      ...(historyContextLength !== undefined && { history_ctx_len: historyContextLength }),
      ...(context !== undefined && { context_prompt: context }),
    },
    ...inSnakeCase<Labelling>({ label, maxInvalidLabels }),
    ...(sampling && { sampling: inSnakeCase<AnnotationSamplingSection>(sampling) }),
    ...(metrics && { metrics: mapValues(metrics, (metric) => inSnakeCase<MetricSection>(metric)) }),
    ...(forms && { forms: { ...forms } }),
  };
}

/** Annotators are the personas of the config, in its order. */
function annotatorModels(
  { annotators }: Inputs,
  actors: readonly Actor[],
  { nameOf }: NamedModels,
): Pick<Inputs, 'annotatorModels'> {
  const own = annotators.flatMap((persona, index) => {
    const name = nameOf(actors[index]);
    return name === undefined ? [] : [[persona, name] as const];
  });
  return own.length > 0 ? { annotatorModels: new Map(own) } : {};
}
