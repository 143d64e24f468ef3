import type { ModelOf } from '../../config/engines/registry.js';
import { fail } from '../../errors.js';
import type { Endpoint } from './endpoint.js';
import { askJson } from './exchange.js';
import { findModel, readModels, type AskedModel, type ListedModel } from './model-list.js';

/** What the servers report about themselves. */
export interface Meeting {
  /** The name by which they are asked for the model. */
  model: string;
  /** The name by which they list it; undefined if none has a list. */
  servedModel: string | undefined;
  /** What they call it, and the weights that they say it has. */
  ownNames: readonly string[];
  /** The kind of server, as it reports itself: `llamacpp`, `vllm`. */
  kind: string;
  /** The first that answers, and the others that do. */
  first: Endpoint;
  others: readonly Endpoint[];
  /** To be awaited before a reply is used: servers that had not answered yet, or are in doubt, may serve another model. */
  checkLate: (endpoint: Endpoint, alsoCheck: (endpoint: Endpoint) => Promise<void>) => Promise<void>;
  /** It has failed, and may come back with another model. */
  doubt: (endpoint: Endpoint) => void;
}

const timeoutMs = 10_000;

/**
 * Asks each server for its models. A server that does not answer is tried again when there is work; if none answers, if
 * one refuses the API key, or if they serve different models, this throws before any job is started.
 */
export async function meetServers(
  endpoints: readonly Endpoint[],
  { path, options }: ModelOf<'openai'>,
  warn: (text: string) => void,
): Promise<Meeting> {
  const greetings = await Promise.all(endpoints.map((endpoint) => meet(endpoint)));
  const silent = requireAnswers(greetings, options.apiKeyEnv);
  for (const { url, story } of silent) warn(`${url} does not answer yet: ${story}`);
  const asked = chooseModel(path, greetings);
  const { model } = asked;
  const served = greetings.flatMap((greeting) => findModel(greeting, asked, warn) ?? []);
  const [chosen = { id: undefined, owner: 'unknown server' }] = [
    ...served,
    ...greetings.flatMap(({ models }) => models),
  ];
  return {
    model,
    servedModel: chosen.id,
    ownNames: [model, chosen.id ?? model, ...new Set(served.map(({ root }) => root))],
    kind: chosen.owner,
    ...answeringOf(endpoints, greetings),
    ...lateChecks(endpoints, silent, (greeting) => findModel(greeting, asked, warn)),
  };
}

function answeringOf(
  endpoints: readonly Endpoint[],
  greetings: readonly Greeting[],
): Pick<Meeting, 'first' | 'others'> {
  const [first, ...others] = endpoints.filter((_, at) => greetings[at]?.kind === 'here');
  if (!first) throw noServer(['none']);
  return { first, others };
}

/** The configured name, or else the first name in the first list. */
function chooseModel(path: string, greetings: readonly Greeting[]): AskedModel {
  if (path !== '') return { model: path, by: undefined };
  const [first] = greetings.flatMap(({ url, models }) => models.map(({ id }) => ({ model: id, by: url })));
  if (!first) throw noModel(greetings);
  return first;
}

/** The servers that have not answered, if others have. */
function requireAnswers(greetings: readonly Greeting[], apiKeyEnv: string): Greeting[] {
  const denied = greetings.find(({ kind }) => kind === 'denied');
  if (denied) {
    const what = `${denied.url} refused the API key: ${denied.story}`;
    const todo = `Set the environment variable ${apiKeyEnv} to the server's API key.`;
    throw fail({ code: 'SYNDISCO_SERVER_DENIED', what, todo, path: 'model_parameters.openai.api_key_env' });
  }
  const silent = greetings.filter(({ kind }) => kind === 'silent');
  if (silent.length === greetings.length) throw noServer(silent.map(({ url, story }) => `${url}: ${story}`));
  return silent;
}

/** Each late server is asked for its list once, when it has completed a request: it cannot answer earlier. */
function lateChecks(
  endpoints: readonly Endpoint[],
  silent: readonly Greeting[],
  check: (greeting: Greeting) => unknown,
): Pick<Meeting, 'checkLate' | 'doubt'> {
  const late = new Set(endpoints.filter(({ url }) => silent.some((greeting) => greeting.url === url)));
  const checks = new Map<Endpoint, Promise<void>>();
  return {
    async checkLate(endpoint, alsoCheck) {
      if (!late.has(endpoint)) return;
      const checked = checks.get(endpoint) ?? meet(endpoint).then((greeting) => (check(greeting), alsoCheck(endpoint)));
      checks.set(endpoint, checked);
      await checked;
    },
    doubt(endpoint) {
      late.add(endpoint);
      checks.delete(endpoint);
    },
  };
}

interface Greeting {
  url: string;
  kind: 'here' | 'silent' | 'denied';
  models: readonly ListedModel[];
  story: string;
}

async function meet({ url, client, judge }: Endpoint): Promise<Greeting> {
  try {
    const page = await askJson({ timeoutMs }, (options) => client.get('/models', options));
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
