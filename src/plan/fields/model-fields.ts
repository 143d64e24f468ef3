import { engineOf } from '../../config/engines/registry.js';
import type { ModelConfig } from '../../config/experiment-config.js';
import type { IdentityKey } from '../../generated/identity-key.js';
import type { Identity } from './field.js';
import { sha256 } from '../../sha256.js';
import { canonicalJson } from './canonical-json.js';
import { fileName } from './file-name.js';

type ModelKey =
  | Extract<IdentityKey, `model_parameters.${'general' | 'sampling'}.${string}`>
  | Extract<IdentityKey, `${string}.generation_kwargs`>;

const spelledKeys: readonly IdentityKey[] = [
  'model_parameters.general.max_tokens',
  'model_parameters.sampling.temperature',
  'model_parameters.sampling.top_p',
  'model_parameters.sampling.top_k',
  'model_parameters.sampling.min_p',
  'model_parameters.sampling.repeat_penalty',
  'model_parameters.sampling.frequency_penalty',
  'model_parameters.sampling.presence_penalty',
];

/** The keys of all engines alike; the engines' own are in their files in config/engines. */
export const modelFields = {
  // A module counts with its name.
  'model_parameters.general.library_type': {
    model: { library_type: ({ engine }) => fileName(engine) },
    through: ['model_parameters.general.model_pseudoname'],
  },
  // Of weights the content counts, wherever they lie.
  'model_parameters.general.model_path': {
    model: { model_path: pathThatCounts },
    condition: { model_sha256: ({ model }) => model.fingerprint ?? null },
    design: { model_sha256: ({ model }) => model.fingerprint ?? null },
    through: ['model_parameters.general.model_pseudoname'],
  },
  'model_parameters.general.model_pseudoname': { model: { model_pseudoname: ({ name }) => name } },
  'model_parameters.general.max_tokens': { model: { max_tokens: ({ maxTokens }) => maxTokens } },
  'model_parameters.general.ctx_width_tokens': { model: { ctx_width_tokens: ({ contextTokens }) => contextTokens } },
  'model_parameters.general.disallowed_strings': {
    model: { disallowed_strings: ({ disallowedStrings }) => JSON.stringify(disallowedStrings) },
  },
  'model_parameters.general.stop_strings': {
    model: { stop_strings: ({ stopStrings }) => (stopStrings ? JSON.stringify(stopStrings) : null) },
  },
  'model_parameters.general.chat_template': {
    model: { chat_template_sha256: ({ chat }) => templateThatCounts(chat) },
    files: ({ model }) => (typeof model.chat.template === 'object' ? [model.chat.template.path] : []),
  },
  'model_parameters.general.template_variables': {
    model: { template_variables: ({ chat }) => canonicalJson(chat.variables) },
  },
  'model_parameters.general.reproducible': { model: { reproducible: (model) => model.reproducible === true || null } },
  'model_parameters.llama_cpp.generation_kwargs': { through: spelledKeys },
  'model_parameters.transformers.generation_kwargs': { through: spelledKeys },
  'model_parameters.openai.generation_kwargs': {
    through: [...spelledKeys, 'model_parameters.openai.extra_body'],
  },
  // Annotators have a sampling section of their own.
  'model_parameters.sampling.defaults': {
    through: [
      'model_parameters.sampling.temperature',
      'model_parameters.sampling.top_p',
      'model_parameters.sampling.top_k',
      'model_parameters.sampling.min_p',
      'model_parameters.sampling.seed',
    ],
  },
  'model_parameters.sampling.seed': {
    condition: { sampling_seed: ({ model }) => model.generation.sampling.seed ?? null },
  },
  'model_parameters.sampling.temperature': {
    condition: { temperature: ({ model }) => model.generation.sampling.temperature },
  },
  'model_parameters.sampling.top_p': { condition: { top_p: ({ model }) => model.generation.sampling.topP } },
  'model_parameters.sampling.top_k': { condition: { top_k: ({ model }) => model.generation.sampling.topK ?? null } },
  'model_parameters.sampling.repeat_penalty': {
    condition: { repeat_penalty: ({ model }) => model.generation.sampling.repeatPenalty ?? null },
  },
  'model_parameters.sampling.frequency_penalty': {
    condition: { frequency_penalty: ({ model }) => model.generation.sampling.frequencyPenalty ?? null },
  },
  'model_parameters.sampling.presence_penalty': {
    condition: { presence_penalty: ({ model }) => model.generation.sampling.presencePenalty ?? null },
  },
  'model_parameters.sampling.min_p': { condition: { min_p: ({ model }) => model.generation.sampling.minP ?? null } },
} satisfies Readonly<Record<ModelKey, Identity>>;

/** The name that servers know is all there is of their model. What a path means to a module, only the module knows. */
function pathThatCounts(model: ModelConfig): string | null {
  const { modelPath: meaning } = engineOf(model);
  if (meaning === 'name') return model.path;
  return meaning === 'anything' ? fileName(model.path) : null;
}

/** The model's own counts with the model. */
function templateThatCounts({ template }: ModelConfig['chat']): string | null {
  if (template === undefined) return null;
  return typeof template === 'string' ? template : sha256(template.text);
}
