import type { ConfigReading } from './config-reading.js';
import type { OpenaiOptions } from './experiment-config.js';
import { withDefaults } from './with-defaults.js';

const section = ['model_parameters', 'openai'];

export function resolveOpenai(reading: ConfigReading, engine: string): OpenaiOptions {
  const options = withDefaults(section, reading.given.model_parameters?.openai, ['base_urls']);
  if (engine === 'openai' && options.base_urls === undefined) {
    reading.reportMissing(
      [...section, 'base_urls'],
      'Add base_urls: [http://localhost:8000/v1], the address of the server.',
    );
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
