import { join } from 'node:path';
import type { AnnotationSampleSection, AnnotationVariablesSection } from '../../generated/config.js';
import { inWords, type ConfigReading } from '../config-reading.js';
import type { AnnotationConfig, DiscussionsConfig } from '../experiment-config.js';
import { resolveCommentTable } from './resolve-comment-table.js';
import { resolveForms } from './resolve-forms.js';
import { resolveMetrics } from './resolve-metrics.js';
import { usualSampling } from './resolve-sampling.js';
import { checkModelName } from './resolve-models.js';
import { withDefaults } from './with-defaults.js';

const section = ['annotation', 'experiment_variables'];
const switches = ['annotate_moderator', 'show_moderator_in_context'] as const;

/** Resolves the annotation section; undefined if the config has none. */
export function resolveAnnotation(
  reading: ConfigReading,
  { runDir, discussions }: { runDir: string; discussions: DiscussionsConfig | undefined },
): AnnotationConfig | undefined {
  const given = reading.given.annotation;
  if (!given) return undefined;
  const files = given.files ?? {};
  const variables = withDefaults(section, spreadOriginal(reading, given.experiment_variables), [
    'include_mod_comments',
  ]);
  const {
    label,
    repeats,
    max_invalid_labels: maxInvalidLabels,
    min_legal_mass: minLegalMass,
  } = withDefaults(['annotation'], given, [
    'files',
    'columns',
    'carry_columns',
    'experiment_variables',
    'sampling',
    'metrics',
    'max_invalid_labels',
    'min_legal_mass',
    'forms',
    'models',
    'sample',
  ]);
  const sampling = resolveAnnotatorSampling(reading);
  const asked = { ...resolveMetrics(reading), label, sampling };
  requireDraws(reading, { ...asked, repeats });
  const root = reading.given.dataset_export?.discussion_root_dir;
  const elsewhere = root === undefined ? join(runDir, 'discussions') : reading.absolute(root);
  return {
    personas: reading.absoluteOrEmpty(files.annotator_persona_path),
    instructionsPath: reading.absoluteOrEmpty(files.instruction_path),
    outputDir: files.output_dir === undefined ? join(runDir, 'annotations') : reading.absolute(files.output_dir),
    discussionsDir:
      files.discussions_dir === undefined
        ? (discussions?.outputDir ?? elsewhere)
        : reading.absolute(files.discussions_dir),
    ...resolveCommentTable(reading, { runDir, makesDiscussions: discussions !== undefined }),
    ...resolveModelNames(reading),
    contextPrompt: variables.context_prompt,
    ...resolveTexts(variables),
    ...(variables.mask_names !== 'none' && { maskNames: variables.mask_names }),
    annotateModerator: variables.annotate_moderator,
    showModeratorInContext: variables.show_moderator_in_context,
    historyLength: variables.history_ctx_len,
    ...asked,
    ...resolveForms(reading, asked.metrics),
    ...(maxInvalidLabels !== undefined && { maxInvalidLabels }),
    ...(minLegalMass !== undefined && { minLegalMass }),
    repeats,
    ...resolveSample(given.sample),
  };
}

function resolveModelNames(reading: ConfigReading): Pick<AnnotationConfig, 'models'> {
  const models = reading.given.annotation?.models;
  for (const [index, name] of (models ?? []).entries())
    checkModelName(reading, ['annotation', 'models', String(index)], name);
  return models ? { models } : {};
}

type Texts = Pick<AnnotationConfig, 'promptLayout' | 'traitOrder' | 'historyFormat' | 'historyCountsComment'>;

/** How annotators are asked, where it is not as by default. */
function resolveTexts(variables: {
  [Key in 'prompt_layout' | 'trait_order' | 'history_format' | 'history_counts_comment']: NonNullable<
    AnnotationVariablesSection[Key]
  >;
}): Texts {
  const { prompt_layout: promptLayout, trait_order: traitOrder, history_format: historyFormat } = variables;
  return {
    ...(promptLayout !== 'original' && { promptLayout }),
    ...(traitOrder !== 'file' && { traitOrder }),
    ...(historyFormat !== 'paragraphs' && { historyFormat }),
    ...(variables.history_counts_comment && { historyCountsComment: true }),
  };
}

function resolveAnnotatorSampling(reading: ConfigReading): AnnotationConfig['sampling'] {
  const given = reading.given.annotation?.sampling;
  const filled = withDefaults(['annotation', 'sampling'], { ...usualSampling(reading, given), ...given }, ['seed']);
  const { temperature, top_p: topP, top_k: topK, min_p: minP, seed } = filled;
  return { temperature, topP, topK, minP, ...(seed !== undefined && { seed }) };
}

/** Repeats of an answer that is not drawn would all be the same. */
function requireDraws(
  reading: ConfigReading,
  { metrics, label, sampling, repeats = 1 }: Pick<AnnotationConfig, 'metrics' | 'label' | 'sampling' | 'repeats'>,
): void {
  const isFixed = metrics !== undefined && label !== 'draw';
  const hasSeed = sampling.seed !== undefined;
  if (repeats === 1 || (!isFixed && !hasSeed && sampling.temperature > 0)) return;
  const cause = isFixed ? `label: ${label}` : hasSeed ? 'one sampling seed for all replies' : 'temperature 0';
  const what = `With ${cause} every repeat would give the same answers.`;
  const instead = isFixed
    ? 'Use label: draw'
    : hasSeed
      ? 'Remove annotation.sampling.seed'
      : 'Raise annotation.sampling.temperature';
  const todo = `${instead}, or remove repeats.`;
  reading.reportContradiction(['annotation', 'repeats'], what, todo);
}

/** Without a valid fraction, which is reported, there is none. */
function resolveSample(given: Partial<AnnotationSampleSection> | undefined): Pick<AnnotationConfig, 'sample'> {
  if (given?.fraction === undefined) return {};
  const { by } = withDefaults(['annotation', 'sample'], given, ['fraction']);
  return { sample: { fraction: given.fraction, by } };
}

/** The original's `include_mod_comments` sets two switches; a switch with a different value contradicts it. */
function spreadOriginal(
  reading: ConfigReading,
  given: Partial<AnnotationVariablesSection> = {},
): Partial<AnnotationVariablesSection> {
  const { include_mod_comments: both } = given;
  if (both === undefined) return given;
  for (const key of switches.filter((name) => given[name] === !both)) {
    const where = inWords(reading.document.whereKey([...section, 'include_mod_comments']));
    const what = `${key} is ${String(!both)}, but include_mod_comments (${where}) sets it to ${String(both)}.`;
    reading.reportContradiction([...section, key], what, 'Remove include_mod_comments and set both switches.');
  }
  return { annotate_moderator: both, show_moderator_in_context: both, ...given };
}
