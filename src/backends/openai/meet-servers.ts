import type { ModelOf } from '../../config/engines/registry.js';
import { fail } from '../../errors.js';
import type { Endpoint } from './endpoint.js';

/** What the servers report about themselves. */
export interface Meeting {
  /** The servers' name for it. */
  model: string;
  /** What they call it, and the weights that they say it has. */
  ownNames: readonly string[];
  /** The kind of server, as it reports itself: `llamacpp`, `vllm`. */
  kind: string;
}

const patienceMs = 10_000;

/**
 * Asks each server for its models. A server that does not answer is tried again when there is work; if none answers, or
 * if one refuses the API key, this throws before any job is started.
 */
export async function meetServers(
  endpoints: readonly Endpoint[],
  { path, options }: ModelOf<'openai'>,
  warn: (text: string) => void,
): Promise<Meeting> {
  const greetings = await Promise.all(endpoints.map((endpoint) => meet(endpoint)));
  const [denied] = greetings.filter(({ kind }) => kind === 'denied');
  if (denied) {
    const what = `${denied.url} refused the API key: ${denied.story}`;
    const todo = `Set the environment variable ${options.apiKeyEnv} to the server's API key.`;
    throw fail({ code: 'SYNDISCO_SERVER_DENIED', what, todo, path: 'model_parameters.openai.api_key_env' });
  }
  const silent = greetings.filter(({ kind }) => kind === 'silent');
  for (const { url, story } of silent) warn(`${url} does not answer yet: ${story}`);
  const models = greetings.flatMap((greeting) => greeting.models);
  if (silent.length === endpoints.length) throw noServer(silent.map(({ url, story }) => `${url}: ${story}`));
  const [first] = models;
  const model = path === '' ? first?.id : path;
  if (model === undefined) throw noModel(greetings);
  const roots = models.filter(({ id }) => id === model).map(({ root }) => root);
  return { model, ownNames: [model, ...new Set(roots)], kind: first?.owner ?? 'unknown server' };
}

interface Greeting {
  url: string;
  kind: 'here' | 'silent' | 'denied';
  models: { id: string; root: string; owner: string }[];
  story: string;
}

async function meet({ url, client, judge }: Endpoint): Promise<Greeting> {
  try {
    const page: unknown = await client.get('/models', { timeout: patienceMs });
    const models = readModels(page);
    return models
      ? { url, kind: 'here', models, story: '' }
      : { url, kind: 'silent', models: [], story: 'its answer to /models is not a list of models' };
  } catch (error) {
    const verdict = judge(error);
    // A server without /models is not an OpenAI server, but it may complete chats all the same.
    const isListless = verdict.kind === 'denied' && verdict.story.startsWith('HTTP 404');
    const kind = isListless ? 'here' : verdict.kind === 'denied' ? 'denied' : 'silent';
    return { url, kind, models: [], story: verdict.story };
  }
}

function readModels(page: unknown): Greeting['models'] | undefined {
  const data: unknown = typeof page === 'object' && page !== null ? Reflect.get(page, 'data') : undefined;
  if (!Array.isArray(data)) return undefined;
  return data.filter(isNamed).map((model) => ({
    id: model.id,
    root: typeof model.root === 'string' ? model.root.split('/').slice(-2).join('/') : '',
    owner: typeof model.owned_by === 'string' ? model.owned_by : 'unknown server',
  }));
}

function isNamed(model: unknown): model is { id: string; root?: unknown; owned_by?: unknown } {
  const id: unknown = typeof model === 'object' && model !== null ? Reflect.get(model, 'id') : undefined;
  return typeof id === 'string' && id !== '';
}

function noModel(greetings: readonly Greeting[]): Error {
  return fail({
    code: 'SYNDISCO_ENGINE_DEAD',
    what: `The servers name no model: ${greetings.map(({ url, story }) => `${url}: ${story || 'it lists none'}`).join('; ')}`,
    todo: 'Set model_path to the name by which the servers know the model.',
    path: 'model_parameters.openai.base_urls',
  });
}

function noServer(stories: readonly string[]): Error {
  return fail({
    code: 'SYNDISCO_ENGINE_DEAD',
    what: `No server answers: ${stories.join('; ')}`,
    todo: 'Start the server, or correct openai.base_urls: an address usually ends in /v1.',
    path: 'model_parameters.openai.base_urls',
  });
}
