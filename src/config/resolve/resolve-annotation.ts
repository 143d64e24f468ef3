import { join } from 'node:path';
import type {
  AnnotationSampleSection,
  AnnotationSamplingSection,
  AnnotationVariablesSection,
} from '../../generated/config.js';
import { inWords, type ConfigReading } from '../config-reading.js';
import type { AnnotationConfig, DiscussionsConfig } from '../experiment-config.js';
import { resolveMetrics } from './resolve-metrics.js';
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
  } = withDefaults(['annotation'], given, [
    'files',
    'experiment_variables',
    'sampling',
    'metrics',
    'max_invalid_labels',
    'sample',
  ]);
  const sampling = resolveSampling(given.sampling);
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
    contextPrompt: variables.context_prompt,
    ...(variables.prompt_layout !== 'original' && { promptLayout: variables.prompt_layout }),
    annotateModerator: variables.annotate_moderator,
    showModeratorInContext: variables.show_moderator_in_context,
    historyLength: variables.history_ctx_len,
    ...asked,
    ...(maxInvalidLabels !== undefined && { maxInvalidLabels }),
    repeats,
    ...resolveSample(given.sample),
  };
}

/** Repeats of an answer that is not drawn would all be the same. */
function requireDraws(
  reading: ConfigReading,
  { metrics, label, sampling, repeats = 1 }: Pick<AnnotationConfig, 'metrics' | 'label' | 'sampling' | 'repeats'>,
): void {
  const isFixed = metrics !== undefined && label !== 'draw';
  if (repeats === 1 || (!isFixed && sampling.temperature > 0)) return;
  const cause = isFixed ? `label: ${label}` : 'temperature 0';
  const what = `With ${cause} every repeat would give the same answers: they are not drawn.`;
  const todo = isFixed
    ? 'Use label: draw, or remove repeats.'
    : 'Raise annotation.sampling.temperature, or remove repeats.';
  reading.reportContradiction(['annotation', 'repeats'], what, todo);
}

/** Without a valid fraction, which is reported, there is none. */
function resolveSample(given: Partial<AnnotationSampleSection> | undefined): Pick<AnnotationConfig, 'sample'> {
  if (given?.fraction === undefined) return {};
  const { by } = withDefaults(['annotation', 'sample'], given, ['fraction']);
  return { sample: { fraction: given.fraction, by } };
}

function resolveSampling(given: Partial<AnnotationSamplingSection> | undefined): AnnotationConfig['sampling'] {
  const { temperature, top_p: topP, top_k: topK, min_p: minP } = withDefaults(['annotation', 'sampling'], given);
  return { temperature, topP, topK, minP };
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
