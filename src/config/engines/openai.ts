import type { ConfigReading } from '../config-reading.js';
import { withDefaults } from '../resolve/with-defaults.js';
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
  resolve: (reading) => ({ engine: 'openai', options: resolveOptions(reading) }),
  identity: ({ extraBody }) => ({ 'model_parameters.openai.extra_body': extraBody }),
};

const section = ['model_parameters', 'openai'];

function resolveOptions(reading: ConfigReading): OpenaiOptions {
  const options = withDefaults(section, reading.given.model_parameters?.openai, ['base_urls']);
  if (options.base_urls === undefined) {
    const todo = 'Add base_urls with the address of the server, such as [http://localhost:8000/v1].';
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
