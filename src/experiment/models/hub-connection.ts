import { setTimeout as delay } from 'node:timers/promises';
import { fail, type ErrorCode, type SyndiscoError } from '../../errors.js';
import { printable } from '../../log/printable.js';
import { keepSecret } from '../../redact.js';
import { readHubToken } from './hub-token.js';

const usualEndpoint = 'https://huggingface.co';
const usualAnswerWithinMs = 60_000;
/** Before each further try; a server that asks for a longer wait gets it, up to the longest. */
const waitsMs = [1000, 4000, 10_000];
const longestWaitMs = 60_000;

/** Where models come from, and what may be told to that address only. */
export interface HubConnection {
  /** Without a slash at its end. */
  endpoint: string;
  headers: Readonly<Record<string, string>>;
  hasToken: boolean;
}

/** Throws if the user has forbidden it. */
export async function connectToHub(): Promise<HubConnection> {
  if (isOffline()) {
    const todo = 'Unset HF_HUB_OFFLINE, or bring the file here from another machine and give its path.';
    throw fail({ code: 'SYNDISCO_HUB_UNREACHABLE', what: 'HF_HUB_OFFLINE forbids a download.', todo });
  }
  const token = await readHubToken();
  return {
    endpoint: endpointOf(process.env['HF_ENDPOINT'] || usualEndpoint),
    headers: { 'user-agent': 'syndisco', ...(token !== undefined && { authorization: `Bearer ${token}` }) },
    hasToken: token !== undefined,
  };
}

function isOffline(): boolean {
  return /^(1|on|yes|true)$/i.test(process.env['HF_HUB_OFFLINE'] ?? '');
}

function endpointOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url) for (const secret of [url.username, url.password]) keepSecret(decodeURIComponent(secret));
  if (url && /^https?:$/.test(url.protocol) && url.username === '') return url.href.replace(/\/+$/, '');
  const todo = 'Set it to an address such as https://huggingface.co, without a user name, or unset it.';
  throw fail({ code: 'SYNDISCO_USAGE', what: 'HF_ENDPOINT is not the address of a hub.', todo });
}

/** What is asked for, as people call it, and how. */
interface Question {
  url: string;
  what: string;
  headers?: Readonly<Record<string, string>>;
  /** Until the whole answer is read; undefined for an answer that may take hours. */
  answerWithinMs?: number | undefined;
}

/**
 * Asks until the hub answers with something other than "later". The token goes to the hub's own address only: fetch
 * leaves it out when a redirect leads elsewhere.
 */
export async function askHub(hub: HubConnection, question: Question): Promise<Response> {
  for (const waitMs of [...waitsMs, undefined]) {
    const { response, problem, waitMs: asked = 0 } = await tryOnce(hub, question);
    if (response) return response;
    if (waitMs === undefined && problem) throw problem;
    await delay(Math.min(longestWaitMs, Math.max(waitMs ?? 0, asked)));
  }
  throw new Error('the last try neither answered nor failed');
}

interface Answer {
  response?: Response;
  /** Another try may succeed, after so long. */
  problem?: SyndiscoError;
  waitMs?: number;
}

async function tryOnce(hub: HubConnection, question: Question): Promise<Answer> {
  const { url, what, headers } = question;
  const deadlineMs = 'answerWithinMs' in question ? question.answerWithinMs : usualAnswerWithinMs;
  try {
    const signal = deadlineMs === undefined ? null : AbortSignal.timeout(deadlineMs);
    const response = await fetch(url, { headers: { ...hub.headers, ...headers }, signal });
    if (response.ok) return { response };
    await response.body?.cancel();
    const problem = describeStatus(hub, response.status, what);
    if (response.status !== 429 && response.status < 500) throw problem;
    return { problem, waitMs: 1000 * (Number(response.headers.get('retry-after')) || 0) };
  } catch (error) {
    if (!(error instanceof Error) || 'problems' in error) throw error;
    return { problem: describeTrouble(hub, error) };
  }
}

/** What a status of the hub, or of where it keeps its files, means for the user. */
export function describeStatus({ endpoint, hasToken }: HubConnection, status: number, what: string): SyndiscoError {
  const problem = (code: ErrorCode, why: string, todo: string): SyndiscoError =>
    fail({ code, what: `${endpoint} ${why} (${status}): ${what}.`, todo });
  if (status === 401 || status === 403) {
    const token = hasToken
      ? 'Check that the token in HF_TOKEN may read it'
      : 'Set HF_TOKEN to a token that may read it';
    const todo = `Check the name. If the model has terms, accept them on its page first. ${token}.`;
    return problem('SYNDISCO_HUB_DENIED', 'refused access', todo);
  }
  if (status === 404)
    return problem('SYNDISCO_HUB_NOT_FOUND', 'does not have this', 'Check the name, and the revision if you gave one.');
  if (status === 429)
    return problem(
      'SYNDISCO_HUB_UNREACHABLE',
      'gets too many requests',
      `Run the same command again later. ${hasToken ? '' : 'With HF_TOKEN set, more requests are allowed.'}`.trim(),
    );
  return problem('SYNDISCO_HUB_UNREACHABLE', 'failed', 'Run the same command again later: what is here is kept.');
}

/** Only the kind of error is told: its text may hold an address that is a secret for a while. */
export function describeTrouble({ endpoint }: HubConnection, error: unknown): SyndiscoError {
  const why = printable(kindOf(error));
  const todo = 'Check the network and HF_ENDPOINT, then run the same command again: it goes on where it stopped.';
  return fail({ code: 'SYNDISCO_HUB_UNREACHABLE', what: `The connection to ${endpoint} failed (${why}).`, todo });
}

function kindOf(error: unknown): string {
  for (let at: unknown = error; at instanceof Error; at = at.cause)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return error instanceof Error ? error.name : 'unknown';
}
