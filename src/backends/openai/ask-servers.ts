import type { ModelOf } from '../../config/engines/registry.js';
import { fail } from '../../errors.js';
import type { Completion, PromptFormat, Request } from '../backend.js';
import { RefusedRequest } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { untilAborted } from '../until-aborted.js';
import { askForLess, type Extent } from './ask-for-less.js';
import { askServer, type Reply } from './ask-server.js';
import { endureTrouble, newOrdeal } from './endure-trouble.js';
import type { EndpointPool } from './endpoint-pool.js';
import type { Endpoint } from './endpoint.js';
import type { LabelFormats } from './label-formats.js';
import type { Verdict } from './judge-failure.js';
import type { Meeting } from './meet-servers.js';
import { isSameModel } from './same-model.js';

/** What no server has rejected yet; what one has rejected is never sent again. */
interface Abilities {
  hasSystemRole: boolean;
  hasLabelFormat: boolean;
}

export interface Servers {
  config: ModelOf<'openai'>;
  pool: EndpointPool;
  meeting: Meeting;
  checkTemplate: (endpoint: Endpoint) => Promise<void>;
  opensThought: boolean | undefined;
  /** Says each thing once. */
  warn: (text: string) => void;
  abilities: Abilities;
  /** Recorded with every document, so what is learnt later is written here too. */
  format: PromptFormat;
  labelFormats: LabelFormats;
  /** Those whose replies named another model, which is warned about once. */
  misnamed: Set<Endpoint>;
  log: BackendLog;
}

/** Sends one request to whichever server has room, until one has completed it. */
export async function askServers(servers: Servers, request: Request, signal: AbortSignal): Promise<Completion> {
  const startedAt = performance.now();
  const ordeal = newOrdeal();
  let extent: Extent = { droppedBlocks: 0, maxTokens: request.maxTokens };
  for (;;) {
    signal.throwIfAborted();
    const { hasSystemRole, hasLabelFormat } = servers.abilities;
    const abilities = { hasSystemRole, hasLabelFormat: hasLabelFormat && request.label !== undefined };
    const tried = await tryOnce({ ...servers, abilities }, { request, extent, signal });
    const outcome = await untilAborted(weighDenial(servers.pool, tried), signal);
    if ('text' in outcome) {
      const { unknownReason, ...reply } = outcome;
      noteReason(servers, unknownReason);
      return { ...reply, duration_ms: Math.round(performance.now() - startedAt) };
    }
    const less = outcome.kind === 'too long' ? askForLess(request, extent, outcome.room) : undefined;
    if (less) {
      extent = less;
    } else if (outcome.kind !== 'trouble' && learn(servers, outcome, abilities)) {
      continue;
    } else if (outcome.kind === 'trouble') {
      await endureTrouble(servers.pool, ordeal, { failed: outcome, signal });
    } else throw explain(outcome, servers);
  }
}

/** A denial is meant for every request only if a harmless one is denied too: filters of some servers deny one prompt. */
async function weighDenial(pool: EndpointPool, outcome: Outcome): Promise<Outcome> {
  if ('text' in outcome || outcome.kind !== 'denied') return outcome;
  const { endpoint, story } = outcome;
  const probed = await pool.probe(endpoint);
  if (probed === 'denied') return outcome;
  return probed === 'trouble'
    ? { kind: 'trouble', trouble: { kind: 'broken' }, story, endpoint }
    : { kind: 'refused', story, endpoint };
}

/**
 * Whether the rejected feature can be left out of the next try. Requests in flight at the first rejection are rejected
 * too, and retried.
 */
function learn(servers: Servers, { kind, story }: Verdict, asked: Abilities): boolean {
  if (kind === 'no system message' && asked.hasSystemRole) {
    servers.abilities.hasSystemRole = false;
    servers.format.system_role = 'user';
    return true;
  }
  if (kind !== 'no label format' || !asked.hasLabelFormat) return false;
  answerFreely(servers, story);
  return true;
}

/** Warns only the first time. */
function answerFreely({ abilities, log }: Servers, story: string): void {
  if (!abilities.hasLabelFormat) return;
  abilities.hasLabelFormat = false;
  const what = 'the server cannot constrain replies to the metrics, so replies are free text and labels may be invalid';
  log('warn', `openai: ${what} (${story})`);
}

type Outcome = Reply | (Verdict & { endpoint: Endpoint });

interface Try {
  request: Request;
  extent: Extent;
  signal: AbortSignal;
}

async function tryOnce(servers: Servers, { request, extent, signal }: Try): Promise<Outcome> {
  const { pool, config, meeting, abilities, format } = servers;
  const endpoint = await pool.take(request.order, signal);
  const { timeoutMs, extraBody } = config.options;
  const { variables } = format;
  const { opensThought } = servers;
  const { hasSystemRole, hasLabelFormat } = abilities;
  const { client } = endpoint;
  const server = { client, model: meeting.model, server: meeting.kind, timeoutMs, extraBody, variables, opensThought };
  let reply: Reply;
  try {
    const labelFormat = hasLabelFormat ? await servers.labelFormats.of(endpoint, server, signal) : null;
    reply = await askServer({ ...server, request, extent, hasSystemRole, labelFormat }, signal);
    pool.answered(endpoint);
  } catch (error) {
    if (signal.aborted) {
      pool.released(endpoint);
      throw signal.reason;
    }
    const verdict = endpoint.judge(error);
    const story = `${endpoint.url}: ${verdict.story}`;
    if (verdict.kind === 'trouble' && verdict.trouble.kind === 'broken') meeting.doubt(endpoint);
    if (verdict.kind === 'trouble') pool.failed(endpoint, verdict.trouble);
    else pool.answered(endpoint);
    return { ...verdict, story, endpoint };
  }
  await untilAborted(meeting.checkLate(endpoint, servers.checkTemplate), signal);
  noteModel(servers, endpoint, reply);
  return reply;
}

/** Some servers answer with the model that they have, whatever they are asked for. */
function noteModel({ meeting, misnamed, log }: Servers, endpoint: Endpoint, { served_model: name }: Reply): void {
  if (name === undefined || isSameModel(name, meeting.model) || misnamed.has(endpoint)) return;
  misnamed.add(endpoint);
  const what = `${endpoint.url} replies as ${JSON.stringify(name)}, although ${JSON.stringify(meeting.model)} was asked for`;
  log('warn', `openai: ${what}; such texts record the name as served_model`);
}

function noteReason({ warn }: Servers, reason: string | null | undefined): void {
  if (reason === undefined) return;
  warn(`openai: replies end with finish_reason ${JSON.stringify(reason)}, which is taken for an ordinary end`);
}

function explain({ kind, story }: Verdict, { config }: Servers): Error {
  if (kind !== 'denied') return new RefusedRequest(`the server rejected the request: ${story}`);
  return fail({
    code: 'SYNDISCO_SERVER_DENIED',
    what: `The server rejected the API key or the model: ${story}`,
    todo: `Set the environment variable ${config.options.apiKeyEnv} to its API key, and model_path to a model that it serves.`,
    path: 'model_parameters.openai',
  });
}
