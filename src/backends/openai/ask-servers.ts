import { setTimeout as sleep } from 'node:timers/promises';
import type { ModelConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { Completion, Request } from '../backend.js';
import { RefusedRequest } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { untilAborted } from '../until-aborted.js';
import { askServer } from './ask-server.js';
import type { EndpointPool } from './endpoint-pool.js';
import { judgeFailure, type Verdict } from './judge-failure.js';
import type { Meeting } from './meet-servers.js';

/** Failures that are this request's own: others were answered meanwhile. */
const mostOwnFailures = 6;
const firstDelayMs = 250;
const longestDelayMs = 30_000;

/** What no server has rejected yet; what one has rejected is never sent again. */
interface Abilities {
  hasSystemRole: boolean;
  hasLabelFormat: boolean;
}

export interface Servers {
  config: ModelConfig;
  pool: EndpointPool;
  meeting: Meeting;
  abilities: Abilities;
  log: BackendLog;
  /** Removes the API key from a text. */
  redact: (text: string) => string;
}

/** Sends one request to whichever server has room, until one has completed it. */
export async function askServers(servers: Servers, request: Request, signal: AbortSignal): Promise<Completion> {
  const startedAt = performance.now();
  let droppedBlocks = 0;
  for (let failures = 0, ownFailures = 0; ;) {
    signal.throwIfAborted();
    const { hasSystemRole, hasLabelFormat } = servers.abilities;
    const abilities = { hasSystemRole, hasLabelFormat: hasLabelFormat && request.label !== undefined };
    const outcome = await tryOnce({ ...servers, abilities }, { request, droppedBlocks, signal });
    if ('text' in outcome) return { ...outcome, duration_ms: Math.round(performance.now() - startedAt) };
    if (outcome.kind === 'too long' && droppedBlocks < request.history.length) {
      droppedBlocks += 1;
    } else if (outcome.kind !== 'trouble' && learn(servers, outcome, abilities)) {
      continue;
    } else if (outcome.kind === 'trouble' && ownFailures < mostOwnFailures) {
      if (outcome.trouble.kind === 'broken' && !servers.pool.isTroubled) ownFailures += 1;
      await untilAborted(sleep(delayMs(failures++)), signal);
    } else throw explain(outcome, servers);
  }
}

/**
 * Whether the rejected feature can be left out of the next try. Requests in flight at the first rejection are rejected
 * too, and retried.
 */
function learn(servers: Servers, { kind, story }: Verdict, asked: Abilities): boolean {
  if (kind === 'no system message' && asked.hasSystemRole) {
    servers.abilities.hasSystemRole = false;
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

type Outcome = Omit<Completion, 'duration_ms'> | Verdict;

interface Try {
  request: Request;
  /** Oldest history blocks to leave out. */
  droppedBlocks: number;
  signal: AbortSignal;
}

async function tryOnce(servers: Servers, { request, droppedBlocks, signal }: Try): Promise<Outcome> {
  const { pool, config, meeting, abilities, redact } = servers;
  const endpoint = await pool.take(request.order, signal);
  const { timeoutMs, extraBody } = config.openai;
  const question = { client: endpoint.client, model: meeting.model, server: meeting.kind, request, droppedBlocks };
  try {
    const reply = await askServer({ ...question, ...abilities, timeoutMs, extraBody }, signal);
    pool.answered(endpoint);
    return reply;
  } catch (error) {
    if (signal.aborted) {
      pool.released(endpoint);
      throw signal.reason;
    }
    const verdict = judgeFailure(error);
    const story = `${endpoint.url}: ${redact(verdict.story)}`;
    if (verdict.kind === 'trouble') pool.failed(endpoint, verdict.trouble, story);
    else pool.answered(endpoint);
    return { ...verdict, story };
  }
}

/** Half fixed, half random, so that requests that failed together are not retried together. */
function delayMs(failures: number): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** failures);
  return delay / 2 + Math.random() * (delay / 2);
}

function explain({ kind, story }: Verdict, { config }: Servers): Error {
  if (kind === 'trouble') return new Error(story);
  if (kind !== 'denied') return new RefusedRequest(`the server rejected the request: ${story}`);
  return fail({
    code: 'SYNDISCO_SERVER_DENIED',
    what: `The server rejected the API key or the model: ${story}`,
    todo: `Set the environment variable ${config.openai.apiKeyEnv} to its API key, and model_path to a model that it serves.`,
    path: 'model_parameters.openai',
  });
}
