import type { ModelOf } from '../../config/engines/registry.js';
import { fail, SyndiscoError } from '../../errors.js';
import type { Completion, OnStart, PromptFormat, Request } from '../backend.js';
import { leastReply, RefusedRequest } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { answerLabel } from '../answer-label.js';
import { canScore } from '../label-trie.js';
import { splitLabel, type LabelSpecification } from '../label.js';
import { untilAborted } from '../until-aborted.js';
import { askForLess, type Extent } from './ask-for-less.js';
import { askServer, type Question, type Reply } from './ask-server.js';
import { endureTrouble, newOrdeal } from './endure-trouble.js';
import type { EndpointPool } from './endpoint-pool.js';
import type { Endpoint } from './endpoint.js';
import type { LabelFormat } from './label-format.js';
import type { LabelScorer } from './label-scores/label-scorers.js';
import type { Verdict } from './judge-failure.js';
import type { Meeting } from './meet-servers.js';
import type { OncePerEndpoint, Server } from './once-per-endpoint.js';
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
  labelFormats: OncePerEndpoint<LabelFormat | null>;
  labelScorers: OncePerEndpoint<LabelScorer>;
  /** Those whose replies named another model, which is warned about once. */
  misnamed: Set<Endpoint>;
  log: BackendLog;
  /** Of the request under way: starts the clock of its deadline. */
  onStart?: OnStart | undefined;
}

/** Sends one request to whichever server has room, until one has completed it. */
export async function askServers(servers: Servers, request: Request, signal: AbortSignal): Promise<Completion> {
  const startedAt = performance.now();
  const ordeal = newOrdeal();
  let extent: Extent = { droppedBlocks: 0, maxTokens: request.maxTokens };
  let cutShort: Reply | undefined;
  let avoid: Endpoint | undefined;
  for (;;) {
    signal.throwIfAborted();
    const { hasSystemRole, hasLabelFormat } = servers.abilities;
    const abilities = { hasSystemRole, hasLabelFormat: hasLabelFormat && request.label !== undefined };
    const tried = await tryOnce({ ...servers, abilities }, { request, extent, signal, avoid });
    const outcome = await untilAborted(weighDenial(servers.pool, tried), signal);
    if ('text' in outcome) {
      const reply = settle(outcome, { cutShort, request });
      if (reply) {
        const { unknownReason, ...kept } = reply;
        noteReason(servers, unknownReason);
        return { ...kept, duration_ms: Math.round(performance.now() - startedAt) };
      }
      cutShort = outcome;
      extent = { droppedBlocks: extent.droppedBlocks + 1, maxTokens: request.maxTokens };
      continue;
    }
    const less = outcome.kind === 'too long' ? askForLess(request, extent, outcome.room) : undefined;
    if (less) {
      extent = less;
    } else if (outcome.kind !== 'trouble' && learn(servers, outcome, abilities)) {
      continue;
    } else if (outcome.kind === 'trouble') {
      avoid = outcome.endpoint;
      await endureTrouble(servers.pool, ordeal, { failed: outcome, signal });
    } else throw explain(outcome, servers);
  }
}

/**
 * The reply to keep; undefined if it has to be asked for again with a block of history less. vLLM and llama-server do not
 * reject a prompt that leaves less room than the reply needs, but cut the reply. If less history gives no more room, the
 * server has a limit of its own, and the first reply is kept.
 */
function settle(
  reply: Reply,
  { cutShort, request }: { cutShort: Reply | undefined; request: Request },
): Reply | undefined {
  const roomOf = ({ max_tokens: room = Infinity }: Reply): number => room;
  if (cutShort && roomOf(reply) <= roomOf(cutShort)) return cutShort;
  const isCut = reply.finish_reason === 'length' && roomOf(reply) < leastReply(request);
  return isCut && reply.dropped_blocks < request.history.length ? undefined : reply;
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
  avoid: Endpoint | undefined;
}

async function tryOnce(servers: Servers, { request, extent, signal, avoid }: Try): Promise<Outcome> {
  const { pool, meeting, abilities } = servers;
  const endpoint = await pool.take(request.order, signal, avoid);
  const server = serverAt(endpoint, servers);
  let reply: Reply;
  try {
    const { opensThought, onStart } = servers;
    const question = { ...server, opensThought, onStart, request, extent, hasSystemRole: abilities.hasSystemRole };
    reply = await ask(servers, endpoint, { server, question, signal });
    pool.answered(endpoint);
  } catch (error) {
    if (signal.aborted) {
      pool.released(endpoint);
      throw signal.reason;
    }
    if (error instanceof RefusedRequest || error instanceof SyndiscoError) {
      pool.answered(endpoint);
      throw error;
    }
    const verdict = endpoint.judge(error);
    const story = `${endpoint.url}: ${verdict.story}`;
    if (verdict.kind === 'trouble' && verdict.trouble.kind === 'broken') meeting.doubt(endpoint);
    if (verdict.kind === 'trouble') pool.failed(endpoint, verdict.trouble, verdict.story);
    else pool.answered(endpoint);
    return { ...verdict, story, endpoint };
  }
  await untilAborted(meeting.checkLate(endpoint, servers.checkTemplate), signal);
  noteModel(servers, endpoint, reply);
  return reply;
}

function serverAt({ client }: Endpoint, { config, meeting, format }: Servers): Server {
  const { timeoutMs, extraBody } = config.options;
  return { client, model: meeting.model, server: meeting.kind, timeoutMs, extraBody, variables: format.variables };
}

/** Why labels cannot be scored at one of these servers; undefined if they can, or if a server does not answer yet. */
export async function obstacleToScores(
  servers: Servers,
  { endpoints, label, signal }: { endpoints: readonly Endpoint[]; label: LabelSpecification; signal: AbortSignal },
): Promise<string | undefined> {
  const { listed } = splitLabel(label);
  if (listed.length === 0) return undefined;
  if (!canScore(listed)) return 'a metric has more than 200 values';
  for (const endpoint of endpoints) {
    const scorer = await servers.labelScorers.of(endpoint, serverAt(endpoint, servers), signal).catch(() => undefined);
    if (scorer && 'obstacle' in scorer) return `${endpoint.url}: ${scorer.obstacle}`;
    await scorer?.spell(listed).catch((error: unknown) => {
      if (error instanceof SyndiscoError) throw error;
    });
  }
  return undefined;
}

interface Asking {
  server: Server;
  question: Omit<Question, 'labelFormat'>;
  signal: AbortSignal;
}

/** Labels are scored where the server can do that, and otherwise written, in the form that it can be held to. */
async function ask(
  { abilities, labelFormats, labelScorers }: Servers,
  endpoint: Endpoint,
  { server, question, signal }: Asking,
): Promise<Reply> {
  const { label, ...plain } = question.request;
  const { listed } = splitLabel(label ?? []);
  const canAsk = listed.length > 0 && canScore(listed);
  const scorer = canAsk ? await labelScorers.of(endpoint, server, signal) : undefined;
  return answerLabel<Reply>(label, {
    ...(scorer && 'score' in scorer && { score: (part) => scorer.score({ ...question, label: part }, signal) }),
    speak: async (part) => {
      const labelFormat = abilities.hasLabelFormat ? await labelFormats.of(endpoint, server, signal) : null;
      const request = { ...plain, ...(part && { label: part }) };
      return askServer({ ...question, request, labelFormat }, signal);
    },
  });
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
