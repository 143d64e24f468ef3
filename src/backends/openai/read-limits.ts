import type { ModelOf } from '../../config/engines/registry.js';
import { askJson } from './exchange.js';
import { openClient } from './load-openai.js';
import { besideApi } from './read-prompt.js';

/** What a server says it can take; absent where it does not say. */
export interface ServerLimits {
  url: string;
  /** Tokens of a prompt and its reply together. */
  context?: number;
  /** Requests that it works on at a time. */
  slots?: number;
}

const patience = { timeoutMs: 10_000 };

/** Asks each server: vLLM and SGLang tell the context in their list of models, llama-server also its slots at /props. */
export function readLimits({ options }: ModelOf<'openai'>): Promise<ServerLimits[]> {
  const key = process.env[options.apiKeyEnv];
  return Promise.all(options.baseUrls.map((url) => limitsOf(url, key)));
}

async function limitsOf(url: string, key: string | undefined): Promise<ServerLimits> {
  const client = openClient(url, key);
  const read = (path: string): Promise<unknown> =>
    askJson(patience, (sent) => client.get(path, sent)).catch(() => undefined);
  const list = await read('/models');
  const props = await read(besideApi(client, '/props'));
  const listed = numberAt(list, ['data', 0, 'max_model_len']);
  const context = numberAt(props, ['default_generation_settings', 'n_ctx']) ?? listed;
  const slots = numberAt(props, ['total_slots']);
  return { url, ...(context !== undefined && { context }), ...(slots !== undefined && { slots }) };
}

function numberAt(value: unknown, path: readonly (string | number)[]): number | undefined {
  let at = value;
  for (const key of path) at = typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined;
  return typeof at === 'number' ? at : undefined;
}
