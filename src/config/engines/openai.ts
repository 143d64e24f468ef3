import type { ConfigReading } from '../config-reading.js';
import { withDefaults } from '../resolve/with-defaults.js';
import type { Engine } from './engine.js';

/** Options of the `openai` engine. */
export interface OpenaiOptions {
  /** At least one. */
  baseUrls: readonly string[];
  /** The environment variable that holds the key. */
  apiKeyEnv: string;
  maxInFlight: number;
  timeoutMs: number;
  giveUpAfterMs: number;
  /** Free-form, and perhaps with secrets in it: sent, and neither shown nor stored. */
  extraBody: object;
}

/** Any OpenAI-compatible server. Where it stands decides what is loaded, and not what is made. */
export const openai: Engine<'openai', OpenaiOptions> = {
  modelPath: 'name',
  drawsHere: false,
  holdsLabels: true,
  resolve: (reading) => ({ engine: 'openai', options: resolveOptions(reading) }),
  identity: ({ extraBody }) => ({ 'model_parameters.openai.extra_body': extraBody }),
};

const section = ['model_parameters', 'openai'];

function resolveOptions(reading: ConfigReading): OpenaiOptions {
  const options = withDefaults(section, reading.given.model_parameters?.openai, ['base_urls']);
  if (options.base_urls === undefined) {
    const todo = 'Add base_urls: [http://localhost:8000/v1], the address of the server.';
    reading.reportMissing([...section, 'base_urls'], todo);
  }
  return {
    baseUrls: options.base_urls ?? [],
    apiKeyEnv: options.api_key_env,
    maxInFlight: options.max_in_flight,
    timeoutMs: options.timeout_s * 1000,
    giveUpAfterMs: options.give_up_after_s * 1000,
    extraBody: options.extra_body,
  };
}
