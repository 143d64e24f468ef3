import { APIError } from 'openai';
import { messagesOf, turnsOf } from '../../backend.js';
import type { BackendLog } from '../../backend-log.js';
import { thoughtMarksIn } from '../../chat-template/thought-marks.js';
import type { LabelSpecification } from '../../label.js';
import { askServer, type Reply } from '../ask-server.js';
import type { Endpoint } from '../endpoint.js';
import { namesFormat } from '../label-format.js';
import { OncePerEndpoint, type Server } from '../once-per-endpoint.js';
import { greeting } from '../probe-server.js';
import { openTokenServer } from './open-token-server.js';
import { openSpellings, scoreLabel } from './score-label.js';
import { UnreadableAnswer, type TokenServer } from './token-server.js';

type Asked = Parameters<typeof scoreLabel>[1];

/** Scores labels at one server, or says why that cannot be done. */
export type LabelScorer =
  | {
      score: (asked: Asked, signal: AbortSignal) => Promise<Reply>;
      /** Throws SYNDISCO_LABEL_UNSPELLABLE. */
      spell: (label: LabelSpecification) => Promise<unknown>;
    }
  | { obstacle: string };

/**
 * How each server scores labels: found out once, before its first label, and said in the log. Rejects with what a
 * failing server throws. The signal aborts when the engine is closed.
 */
export function openLabelScorers(log: BackendLog, closing: AbortSignal): OncePerEndpoint<LabelScorer> {
  return new OncePerEndpoint(async (endpoint, server) => {
    const tokens = openTokenServer(server, closing);
    const obstacle = tokens ? await obstacleTo(tokens, { endpoint, server, signal: closing }) : unknownKind;
    if (!tokens || obstacle !== undefined) {
      const effect = 'labels are what the model writes, without probabilities, expected values and legal_mass';
      log('warn', `openai: ${endpoint.url} cannot score labels (${obstacle ?? unknownKind}): ${effect}`);
      return { obstacle: obstacle ?? unknownKind };
    }
    log('info', `openai: ${endpoint.url} scores labels`);
    const spellings = openSpellings(tokens);
    return {
      score: (asked, signal) => scoreLabel({ tokens: openTokenServer(server, signal) ?? tokens, spellings }, asked),
      spell: (label) => spellings.trieOf(label),
    };
  });
}

const unknownKind = 'only vLLM and llama-server are known to report what that takes';

interface Asking {
  endpoint: Endpoint;
  server: Server;
  signal: AbortSignal;
}

/** Why labels cannot be scored; undefined if they can. Throws what a server throws that is busy or does not answer. */
async function obstacleTo(tokens: TokenServer, asking: Asking): Promise<string | undefined> {
  if (namesFormat(asking.server.extraBody)) return 'extra_body says how replies are held to a form';
  try {
    return (await promptFlaw(tokens, asking)) ?? (await readingFlaw(tokens));
  } catch (error) {
    if (error instanceof UnreadableAnswer) return error.message;
    const { kind, story } = asking.endpoint.judge(error);
    if (asking.signal.aborted || (kind === 'trouble' && !lacksFeature(error))) throw error;
    return story;
  }
}

/** Some servers answer so to what they do not know. */
function lacksFeature(error: unknown): boolean {
  const status: unknown = error instanceof APIError ? error.status : undefined;
  return status === 500 || status === 501;
}

const messages = messagesOf(greeting.system, turnsOf(greeting), false);

/** The prompt must be the one of a chat completion, and a label the first thing after it. */
async function promptFlaw(tokens: TokenServer, { server, signal }: Asking): Promise<string | undefined> {
  const prompt = await tokens.render(messages);
  const text = (await tokens.decode(prompt)).trimEnd();
  if (text.endsWith(thoughtMarksIn(text).opening)) return 'its chat template opens a thought';
  const extent = { droppedBlocks: 0, maxTokens: greeting.maxTokens };
  const asked = { ...server, request: greeting, extent, labelFormat: null, hasSystemRole: false };
  const { prompt_tokens: counted } = await askServer(asked, signal);
  return counted === null || counted === prompt.length
    ? undefined
    : `its chat completions read ${counted} tokens of a prompt that it renders as ${prompt.length}`;
}

/** Above the rounding of 16-bit arithmetic, and far below what a mask does to an unlikely token. */
const tolerance = 0.5;

/** What it reports must be the model's own probabilities, before any mask. */
async function readingFlaw(tokens: TokenServer): Promise<string | undefined> {
  const prompt = await tokens.render(messages);
  const { next } = await tokens.read([{ prompt }]);
  const listed = [...(next[0] ?? [])].sort(([, one], [, other]) => other - one);
  const total = listed.reduce((sum, [, chance]) => sum + Math.exp(chance), 0);
  if (!(total > 0 && total < 1.001)) return 'the numbers that it reports are not logarithms of probabilities';
  const [unlikely, chance] = listed.at(-1) ?? [0, 0];
  const forced = await tokens.read([{ prompt, forced: unlikely }]);
  const isMasked = Math.abs((forced.next[0]?.get(unlikely) ?? 0) - chance) > tolerance;
  return isMasked ? 'it reports probabilities after its own mask' : undefined;
}
