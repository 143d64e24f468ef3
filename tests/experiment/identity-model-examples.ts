import type { IdentityKey } from '../../src/generated/identity-key.js';
import { general, type Example, type Settings } from './identity-town.js';

const on = (engine: string, ...settings: Settings): Settings => [[`${general}.library_type`, engine], ...settings];
const onLlama = on('llama_cpp', [`${general}.model_path`, 'weights.gguf']);
const onOnnx = on('transformers', [`${general}.model_path`, 'onnx']);
const onServer = on('openai', ['model_parameters.openai.base_urls', ['http://127.0.0.1:9/v1']]);
const small: Settings = [
  ['models.small.general.library_type', 'scripted'],
  ['models.small.general.max_tokens', 60],
];

/** Keys of a model, and those that say who speaks with which. */
export const modelExamples = {
  'model_parameters.general.library_type': { base: [[`${general}.model_path`, 'weights.gguf']], to: 'llama_cpp' },
  'model_parameters.general.model_path': { base: onLlama, to: 'other.gguf' },
  'model_parameters.general.model_pseudoname': { to: 'speaker' },
  'model_parameters.general.max_tokens': { to: 90 },
  'model_parameters.general.ctx_width_tokens': { to: 1024 },
  'model_parameters.general.disallowed_strings': { to: ['Sure!'] },
  'model_parameters.general.stop_strings': { to: ['###'] },
  'model_parameters.general.chat_template': {
    base: [...onLlama, [`${general}.chat_template`, 'talk.jinja']],
    to: 'speak.jinja',
  },
  'model_parameters.general.template_variables': { base: onLlama, to: { date_string: '27 Jul 2024' } },
  'model_parameters.general.reproducible': { to: true },
  'model_parameters.llama_cpp.kv_cache_type': { base: onLlama, to: 'q8_0' },
  'model_parameters.llama_cpp.thinking_tokens': { base: onLlama, to: 100 },
  'model_parameters.llama_cpp.generation_kwargs': {
    base: onLlama,
    by: [['model_parameters.llama_cpp.generation_kwargs.repeat_penalty', 1.2]],
    shows: 'model_parameters.sampling.repeat_penalty',
  },
  'model_parameters.transformers.generation_kwargs': {
    base: onOnnx,
    by: [['model_parameters.transformers.generation_kwargs.repetition_penalty', 1.2]],
    shows: 'model_parameters.sampling.repeat_penalty',
  },
  'model_parameters.openai.generation_kwargs': {
    base: onServer,
    to: { reasoning_effort: 'low' },
    shows: 'model_parameters.openai.extra_body',
  },
  'model_parameters.transformers.dtype': { base: onOnnx, to: 'q4' },
  'model_parameters.openai.extra_body': { base: onServer, to: { reasoning_effort: 'low' } },
  'model_parameters.scripted.words.min': { to: 6 },
  'model_parameters.scripted.words.max': { to: 12 },
  'model_parameters.scripted.silence': { to: 0.5 },
  'model_parameters.sampling.defaults': { to: 'original' },
  'model_parameters.sampling.seed': { to: 42 },
  'model_parameters.sampling.temperature': { to: 0.1 },
  'model_parameters.sampling.top_p': { to: 0.5 },
  'model_parameters.sampling.top_k': { to: 20 },
  'model_parameters.sampling.min_p': { to: 0.1 },
  'model_parameters.sampling.repeat_penalty': { to: 1.1 },
  'model_parameters.sampling.frequency_penalty': { to: 0.5 },
  'model_parameters.sampling.presence_penalty': { to: 0.5 },
  models: {
    base: [...small, ['discussions.moderator.model', 'small']],
    by: [['models.small.general.max_tokens', 70]],
    shows: 'models.small.general.max_tokens',
  },
  'discussions.experiment_variables.model': { base: small, to: 'small' },
  'discussions.moderator.model': { base: small, to: 'small' },
  'annotation.models': {
    base: [...small, ['models.large.general.library_type', 'scripted'], ['annotation.models', ['small']]],
    to: ['small', 'large'],
    code: 'growth',
  },
} satisfies Partial<Record<IdentityKey, Example>>;
