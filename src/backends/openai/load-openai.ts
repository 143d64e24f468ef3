import { OpenAI } from 'openai';
import type { ModelOf } from '../../config/engines/registry.js';
import { messagesOf, turnsOf, type Backend, type PromptFormat } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { untilAborted } from '../until-aborted.js';
import { fail } from '../../errors.js';
import { knowsRepeatPenalty } from './ask-server.js';
import { askServers, obstacleToScores } from './ask-servers.js';
import { boundedFetch } from './bounded-fetch.js';
import { compareTemplate } from './compare-templates.js';
import { EndpointPool } from './endpoint-pool.js';
import { Endpoint } from './endpoint.js';
import { judgeFailure, type Verdict } from './judge-failure.js';
import { openLabelFormats } from './label-formats.js';
import { openLabelScorers } from './label-scores/label-scorers.js';
import { meetServers, type Meeting } from './meet-servers.js';
import { learnFormat, variablesFor } from './learn-format.js';
import { probeServer } from './probe-server.js';
import { readPrompt, type PromptReader } from './read-prompt.js';
import { readTemplate, type ShownTemplate, type TemplateMarks } from './read-template.js';
import { redactor } from './redactor.js';
import { watchTrouble } from './watch-trouble.js';

type Warn = (text: string) => void;

/** Any OpenAI-compatible server, or several that serve the same model. */
export async function loadOpenai(config: ModelOf<'openai'>, log: BackendLog): Promise<Backend> {
  const { baseUrls, maxInFlight, giveUpAfterMs, timeoutMs, extraBody } = config.options;
  const endpoints = openEndpoints(config.options);
  const warn = warnOnce(log);
  const meeting = await meetServers(endpoints, config, warn);
  requireRepeatPenalty(config, meeting.kind);
  log('info', `openai: ${meeting.model} at ${baseUrls.join(', ')}, at most ${maxInFlight} requests in flight`);
  const closing = new AbortController();
  const { model, kind } = meeting;
  const variables = variablesFor(kind, config.chat);
  const { reader, shown, format, compare } = await readTemplates(meeting, { config, variables, warn });
  for (const endpoint of meeting.others) await compare(endpoint);
  const watch = watchTrouble(log);
  const pool = new EndpointPool(endpoints, {
    watch,
    patienceMs: giveUpAfterMs,
    probe: (endpoint) =>
      probeServer(endpoint, { model, server: kind, timeoutMs, extraBody, variables }, closing.signal),
  });
  const servers = {
    config,
    pool,
    meeting,
    ...{ warn, opensThought: shown.trial?.text.trimEnd().endsWith('<think>') },
    checkTemplate: compare,
    abilities: { hasSystemRole: format.system_role !== 'user', hasLabelFormat: true },
    format,
    labelFormats: openLabelFormats(log, closing.signal),
    labelScorers: openLabelScorers(log, closing.signal),
    misnamed: new Set<Endpoint>(),
    log,
  };
  return {
    model: describeModel(config, meeting, format),
    ownNames: meeting.ownNames,
    slots: maxInFlight,
    troubles: () => watch.troubles(),
    isAnswering: (signal) => untilAborted(pool.isAnswering(), signal),
    showPrompt: (prompt) =>
      readPrompt(reader, messagesOf(prompt.system, turnsOf(prompt), servers.abilities.hasSystemRole)),
    obstacleToScores: (label) => obstacleToScores(servers, { endpoints, label, signal: closing.signal }),
    generate: (request, signal, onStart) =>
      askServers({ ...servers, onStart }, request, AbortSignal.any([signal, closing.signal])),
    close() {
      watch.close();
      closing.abort(new Error('the engine is closed'));
      return Promise.resolve();
    },
  };
}

function openEndpoints(options: ModelOf<'openai'>['options']): Endpoint[] {
  const { baseUrls, apiKeyEnv, maxInFlight, extraBody } = options;
  const key = process.env[apiKeyEnv];
  refuseUnsendable(key, apiKeyEnv);
  const redact = redactor(key, extraBody);
  const most = Math.ceil(maxInFlight / baseUrls.length);
  const judge = (error: unknown): Verdict => judgeFailure(error, redact);
  return baseUrls.map((url) => new Endpoint({ url, client: openClient(url, key), most, judge }));
}

/** What no HTTP header can hold; `fetch` would say so with the key in its message. */
const unsendable = /[^\t\x20-\x7e\x80-\xff]/;

function refuseUnsendable(key: string | undefined, variable: string): void {
  if (key === undefined || !unsendable.test(key)) return;
  throw fail({
    code: 'SYNDISCO_CONFIG_MALFORMED',
    path: 'model_parameters.openai.api_key_env',
    what: `The API key in the environment variable ${variable} has a line break or another character that cannot be sent.`,
    todo: `Set it again without: ${variable}="$(tr -d '\\r\\n' < key.txt)" reads it from a file, say.`,
  });
}

/** Retries are made in `askServers`: the client's own know nothing of the other servers. */
export function openClient(baseURL: string, key: string | undefined): OpenAI {
  const noKey = { apiKey: 'none', defaultHeaders: { authorization: null } };
  return new OpenAI({
    baseURL,
    fetch: boundedFetch,
    maxRetries: 0,
    logLevel: 'off',
    ...(key ? { apiKey: key } : noKey),
  });
}

/** Servers that come back are asked again, and need not be warned about again. */
function warnOnce(log: BackendLog): Warn {
  const said = new Set<string>();
  return (text) => {
    if (said.has(text)) return;
    said.add(text);
    log('warn', text);
  };
}

/** A penalty in the plan that no server applies would be a false record. */
function requireRepeatPenalty({ sampling }: ModelOf<'openai'>, kind: string): void {
  if ((sampling.repeatPenalty ?? 1) === 1 || knowsRepeatPenalty(kind)) return;
  throw fail({
    code: 'SYNDISCO_CONFIG_CONTRADICTION',
    path: 'model_parameters.sampling.repeat_penalty',
    what: `repeat_penalty is set, but no common key for it is known for this server ("${kind}").`,
    todo: "Use frequency_penalty or presence_penalty, which are standard, or set the server's own key in openai.extra_body.",
  });
}

/** What the first server shows of its chat template, and how the others are compared with it. */
async function readTemplates(
  { first, model, kind }: Meeting,
  { config, variables, warn }: { config: ModelOf<'openai'>; variables: ReturnType<typeof variablesFor>; warn: Warn },
): Promise<{
  reader: PromptReader;
  shown: ShownTemplate;
  format: PromptFormat;
  compare: (endpoint: Endpoint) => Promise<void>;
}> {
  const readerOf = ({ client }: Endpoint): PromptReader => ({ client, model, kind, variables });
  const reader = readerOf(first);
  const shown = await readTemplate(reader);
  const format = learnFormat(shown, variables, { config, warn });
  const read = async (endpoint: Endpoint): Promise<TemplateMarks> => (await readTemplate(readerOf(endpoint))).marks;
  const compare = (endpoint: Endpoint): Promise<void> =>
    compareTemplate(endpoint, { first, marks: shown.marks, read, warn });
  return { reader, shown, format, compare };
}

/** As documents record it. What is learnt later of the prompt format is written into the same object. */
function describeModel(
  { name }: ModelOf<'openai'>,
  { kind, servedModel }: Meeting,
  format: PromptFormat,
): Backend['model'] {
  return {
    ...{ name, engine: 'openai', engine_version: `openai-compatible (${kind})`, fingerprint: null },
    ...(servedModel !== undefined && { served_model: servedModel }),
    prompt_format: format,
  };
}
