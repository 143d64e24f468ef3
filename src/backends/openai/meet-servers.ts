import type { ModelOf } from '../../config/engines/registry.js';
import { fail } from '../../errors.js';
import type { Endpoint } from './endpoint.js';
import { judgeFailure } from './judge-failure.js';

/** What the servers say about themselves. */
export interface Meeting {
  /** As they call it. */
  model: string;
  /** What they call it, and the weights that they say it has. */
  ownNames: readonly string[];
  /** What kind of server it is, in its own words: `llamacpp`, `vllm`. */
  kind: string;
}

const patienceMs = 10_000;

/**
 * Asks each server for its models. One that does not answer is tried again when there is work; when none does, or one
 * lets nobody in, the error says so before any job is begun.
 */
export async function meetServers(
  endpoints: readonly Endpoint[],
  { path, options }: ModelOf<'openai'>,
  warn: (text: string) => void,
): Promise<Meeting> {
  const greetings = await Promise.all(endpoints.map((endpoint) => meet(endpoint)));
  const [denied] = greetings.filter(({ kind }) => kind === 'denied');
  if (denied) {
    const what = `${denied.url} lets nobody in: ${denied.story}`;
    const todo = `set the environment variable ${options.apiKeyEnv} to the server's key`;
    throw fail({ code: 'SYNDISCO_SERVER_DENIED', what, todo, path: 'model_parameters.openai.api_key_env' });
  }
  const silent = greetings.filter(({ kind }) => kind === 'silent');
  for (const { url, story } of silent) warn(`${url} does not answer yet: ${story}`);
  const models = greetings.flatMap((greeting) => greeting.models);
  if (silent.length === endpoints.length) throw noServer(silent.map(({ url, story }) => `${url}: ${story}`));
  const [first] = models;
  const model = path === '' ? first?.id : path;
  if (model === undefined) throw noServer(['they serve no model']);
  const roots = models.filter(({ id }) => id === model).map(({ root }) => root);
  return { model, ownNames: [model, ...new Set(roots)], kind: first?.owner ?? 'unknown server' };
}

interface Greeting {
  url: string;
  kind: 'here' | 'silent' | 'denied';
  models: { id: string; root: string; owner: string }[];
  story: string;
}

async function meet({ url, client }: Endpoint): Promise<Greeting> {
  try {
    const page: unknown = await client.get('/models', { timeout: patienceMs });
    const models = readModels(page);
    return models
      ? { url, kind: 'here', models, story: '' }
      : { url, kind: 'silent', models: [], story: 'its answer is no list of models' };
  } catch (error) {
    const verdict = judgeFailure(error);
    // A server without a list of models is no OpenAI server, but may complete chats all the same.
    const isListless = verdict.kind === 'denied' && verdict.story.startsWith('HTTP 404');
    const kind = isListless ? 'here' : verdict.kind === 'denied' ? 'denied' : 'silent';
    return { url, kind, models: [], story: verdict.story };
  }
}

function readModels(page: unknown): Greeting['models'] | undefined {
  const data: unknown = typeof page === 'object' && page !== null ? Reflect.get(page, 'data') : undefined;
  if (!Array.isArray(data)) return undefined;
  return data.map((model: { id?: unknown; root?: unknown; owned_by?: unknown }) => ({
    id: String(model.id),
    root: typeof model.root === 'string' ? model.root.split('/').slice(-2).join('/') : '',
    owner: typeof model.owned_by === 'string' ? model.owned_by : 'unknown server',
  }));
}

function noServer(stories: readonly string[]): Error {
  return fail({
    code: 'SYNDISCO_ENGINE_DEAD',
    what: `no server answers: ${stories.join('; ')}`,
    todo: 'start it, or correct openai.base_urls: the address that ends in /v1',
    path: 'model_parameters.openai.base_urls',
  });
}
