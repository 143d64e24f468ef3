import type { ConfigReading } from '../config-reading.js';
import { keepSecret } from '../../redact.js';
import { withDefaults } from '../resolve/with-defaults.js';
import { showValue } from '../../source/show-value.js';
import { openaiOptions } from './generation-options.js';
import type { Engine } from './engine.js';

/** Options of the `openai` engine. */
export interface OpenaiOptions {
  /** At least one. */
  baseUrls: readonly string[];
  /** The environment variable that contains the API key. */
  apiKeyEnv: string;
  maxInFlight: number;
  timeoutMs: number;
  giveUpAfterMs: number;
  /** Free-form, possibly with secrets: sent, but neither shown nor stored. */
  extraBody: object;
}

/** Any OpenAI-compatible server. Its address affects which model is loaded but not the experiment's identity. */
export const openai: Engine<'openai', OpenaiOptions> = {
  modelPath: 'name',
  drawsHere: false,
  rendersHere: false,
  scoresLabels: true,
  repeats: { never: 'servers batch requests as they arrive, which changes the last bits of what they compute' },
  generationOptions: openaiOptions,
  furtherOptions: ['openai', 'extra_body'],
  resolve: (reading) => ({ engine: 'openai', options: resolveOptions(reading) }),
  identity: ({ extraBody }) => ({ 'model_parameters.openai.extra_body': extraBody }),
};

const section = ['model_parameters', 'openai'];

/** What decides what the model is asked, and is recorded with the data; and where it is set instead. */
const ownKeys: Readonly<Record<string, string>> = {
  model: 'Set model_parameters.general.model_path instead.',
  messages: 'Write it into the instructions instead.',
  seed: 'Set seed instead: the seed of each request is drawn from it. One seed for all replies is model_parameters.sampling.seed.',
  max_tokens: 'Set model_parameters.general.max_tokens instead.',
  max_completion_tokens: 'Set model_parameters.general.max_tokens instead.',
  max_new_tokens: 'Set model_parameters.general.max_tokens instead.',
  n_predict: 'Set model_parameters.general.max_tokens instead.',
  temperature: 'Set model_parameters.sampling.temperature instead.',
  top_p: 'Set model_parameters.sampling.top_p instead.',
  top_k: 'Set model_parameters.sampling.top_k instead.',
  min_p: 'Set model_parameters.sampling.min_p instead.',
  frequency_penalty: 'Set model_parameters.sampling.frequency_penalty instead.',
  presence_penalty: 'Set model_parameters.sampling.presence_penalty instead.',
  stop: 'Set model_parameters.general.stop_strings instead.',
  stop_strings: 'Set model_parameters.general.stop_strings instead.',
  stream: 'Remove it: replies are streamed where the server can do that.',
  stream_options: 'Remove it: replies are streamed where the server can do that.',
  n: 'Remove it: one reply is made for each request.',
  response_format: 'Set annotation.metrics instead, or remove it.',
  grammar: 'Set annotation.metrics instead, or remove it.',
  chat_template_kwargs: 'Set model_parameters.general.template_variables instead: they are sent, shown and recorded.',
  chat_template: 'Remove it, and start the server with the template.',
  add_generation_prompt: 'Remove it: every prompt ends where the reply begins.',
  continue_final_message: 'Remove it: every prompt ends where the reply begins.',
  add_special_tokens: 'Remove it: the server tokenizes a prompt as its chat template renders it.',
  documents: 'Write them into the instructions instead.',
  tools: 'Remove them, or describe them in the instructions: replies are texts.',
};

function resolveOptions(reading: ConfigReading): OpenaiOptions {
  const options = withDefaults(section, reading.given.model_parameters?.openai, ['base_urls']);
  if (options.base_urls === undefined) {
    const todo = 'Add base_urls with the address of the server, such as [http://localhost:8000/v1].';
    reading.reportMissing([...section, 'base_urls'], todo);
  }
  for (const key of Object.keys(options.extra_body)) reportOwnKey(reading, key);
  for (const secret of [process.env[options.api_key_env] ?? '', ...secretsIn(options.extra_body)]) keepSecret(secret);
  return {
    baseUrls: options.base_urls ?? [],
    apiKeyEnv: options.api_key_env,
    maxInFlight: options.max_in_flight,
    timeoutMs: options.timeout_s * 1000,
    giveUpAfterMs: options.give_up_after_s * 1000,
    extraBody: options.extra_body,
  };
}

/** A name of a secret, or what looks like one: the other texts of `extra_body` are words that anybody may say. */
const secretName = /key|token|secret|passw|auth|credential/i;
const looksDrawn = /^(?=.*\d)(?=.*[A-Za-z])[^\s/]{16,}$/;

function secretsIn(value: unknown, isNamed = false): string[] {
  if (typeof value === 'string') return isNamed || looksDrawn.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, inner]) =>
    secretsIn(inner, isNamed || (!isList && secretName.test(key))),
  );
}

/** A value that overrode ours would be in no row of the data set. */
function reportOwnKey(reading: ConfigReading, key: string): void {
  const known = Object.keys(ownKeys).find((own) => inLetters(own) === inLetters(key));
  if (known === undefined) return;
  const isKwarg = reading.document.has([...section, 'generation_kwargs', key]);
  const written = isKwarg ? 'generation_kwargs' : 'extra_body';
  const what =
    known === key
      ? `${written} cannot set ${showValue(key)}: the data set would not record it.`
      : `${written} cannot set ${showValue(key)}: it looks like ${known}, and the data set would not record it.`;
  reading.reportContradiction([...section, written, key], what, ownKeys[known] ?? '');
}

/** Equal for `max_tokens`, `MAX_TOKENS` and `maxTokens`. */
function inLetters(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '');
}
