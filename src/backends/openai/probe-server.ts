import type { Request } from '../backend.js';
import { askServer, type Question } from './ask-server.js';
import type { Endpoint } from './endpoint.js';
import type { Verdict } from './judge-failure.js';

const longestMs = 30_000;

/** A prompt that nothing can be wrong with, and a reply of one token. */
export const greeting: Request = {
  key: { index: 0, try: 0 },
  order: [0, 0],
  system: 'You answer briefly.',
  opening: '',
  history: [],
  closing: 'Good evening.',
  sampling: { temperature: 1, topP: 1, seed: 1 },
  maxTokens: 1,
  stop: [],
};

/** What a server does with a prompt that nothing can be wrong with. */
export type Probed = 'completed' | Verdict['kind'];

/**
 * Whether a server completes anything at all. It is asked for a token and not for its models: a front end goes on
 * listing them when the engine behind it is gone.
 */
export async function probeServer(
  { client, judge }: Endpoint,
  server: Pick<Question, 'model' | 'server' | 'timeoutMs' | 'extraBody' | 'variables'>,
  signal: AbortSignal,
): Promise<Probed> {
  const abilities = { hasSystemRole: false, labelFormat: null };
  const extent = { droppedBlocks: 0, maxTokens: greeting.maxTokens };
  const timeoutMs = Math.min(server.timeoutMs, longestMs);
  try {
    await askServer({ client, ...server, ...abilities, timeoutMs, request: greeting, extent }, signal);
    return 'completed';
  } catch (error) {
    return signal.aborted ? 'trouble' : judge(error).kind;
  }
}
