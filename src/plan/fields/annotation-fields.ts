import type { IdentityKey } from '../../generated/identity-key.js';
import { contentField } from '../../job-kinds.js';
import { sha256 } from '../../sha256.js';
import { annotatorKey } from '../identify-annotators.js';
import { hashPersona } from './discussion-fields.js';
import type { Identity } from './field.js';

type AnnotationKey = Extract<IdentityKey, `annotation.${string}`>;

/** The keys of `annotation`. */
export const annotationFields = {
  // Which discussions there are. The content counts, wherever the files are.
  'annotation.files.discussions_dir': {
    // No key: the command line names the set. Its jobs are never those of another.
    design: { annotation_set: ({ set }) => set ?? null },
    annotation: {
      discussion: ({ discussionId }) => discussionId,
      [contentField]: ({ discussionHash }) => discussionHash,
    },
  },
  'annotation.files.discussions_path': { through: ['annotation.files.discussions_dir'] },
  'annotation.columns': { through: ['annotation.files.discussions_dir'] },
  'annotation.files.annotator_persona_path': {
    annotation: {
      annotator: annotatorKey,
      persona_sha256: ({ annotator }) => hashPersona(annotator),
    },
    files: ({ annotation }) => [annotation?.personas ?? ''],
  },
  // More of them is growth.
  'annotation.repeats': { annotation: { repeat: ({ repeat }) => repeat } },
  // Which discussions there are: a larger sample is growth, and no annotation depends on the others.
  'annotation.sample.fraction': {},
  'annotation.sample.by': {},
  'annotation.files.instruction_path': {
    design: { instructions_sha256: ({ instructions }) => sha256(instructions) },
    files: ({ annotation }) => [annotation?.instructionsPath ?? ''],
  },
  'annotation.experiment_variables.annotate_moderator': {
    design: { annotate_moderator: ({ annotateModerator }) => annotateModerator },
  },
  'annotation.experiment_variables.show_moderator_in_context': {
    design: { show_moderator_in_context: ({ showModeratorInContext }) => showModeratorInContext },
  },
  'annotation.experiment_variables.mask_names': { design: { mask_names: ({ maskNames }) => maskNames ?? null } },
  'annotation.experiment_variables.include_mod_comments': {
    through: [
      'annotation.experiment_variables.annotate_moderator',
      'annotation.experiment_variables.show_moderator_in_context',
    ],
  },
  'annotation.experiment_variables.history_ctx_len': {
    design: { history_ctx_len: ({ historyLength }) => historyLength },
  },
  'annotation.experiment_variables.context_prompt': {
    design: { context_prompt: ({ contextPrompt }) => contextPrompt },
  },
  'annotation.experiment_variables.prompt_layout': {
    design: { prompt_layout: ({ promptLayout }) => promptLayout ?? null },
  },
  'annotation.experiment_variables.history_counts_comment': {
    design: { history_counts_comment: ({ historyCountsComment }) => historyCountsComment ?? null },
  },
  'annotation.experiment_variables.history_format': {
    design: { history_format: ({ historyFormat }) => historyFormat ?? null },
  },
  'annotation.experiment_variables.trait_order': { design: { trait_order: ({ traitOrder }) => traitOrder ?? null } },
  'annotation.sampling.defaults': {
    through: [
      'annotation.sampling.temperature',
      'annotation.sampling.top_p',
      'annotation.sampling.top_k',
      'annotation.sampling.min_p',
      'annotation.sampling.seed',
    ],
  },
  'annotation.sampling.seed': { design: { sampling_seed: ({ model }) => model.generation.sampling.seed ?? null } },
  // The fields of each model are called by its name: identity-table.ts.
  'annotation.models': { design: { model: ({ model }) => model.key ?? null } },
  'annotation.sampling.temperature': { design: { temperature: ({ model }) => model.generation.sampling.temperature } },
  'annotation.sampling.top_p': { design: { top_p: ({ model }) => model.generation.sampling.topP } },
  'annotation.sampling.top_k': { design: { top_k: ({ model }) => model.generation.sampling.topK ?? null } },
  'annotation.sampling.min_p': { design: { min_p: ({ model }) => model.generation.sampling.minP ?? null } },
  'annotation.metrics': { design: { metrics: ({ metrics }) => (metrics ? JSON.stringify(metrics) : null) } },
  // A form that is added is growth: its jobs are its own.
  'annotation.forms': { design: { form: ({ form }) => (form ? JSON.stringify(form) : null) } },
  'annotation.label': { design: { label: ({ label }) => label ?? null } },
} satisfies Readonly<Record<AnnotationKey, Identity>>;
