import type { Request } from '../backend.js';
import { askServer, type Question } from './ask-server.js';
import type { Endpoint } from './endpoint.js';

const longestMs = 30_000;

/** A prompt that nothing can be wrong with, and a reply of one token. */
const greeting: Request = {
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

/**
 * Whether a server completes anything at all. It is asked for a token and not for its models: a front end goes on
 * listing them when the engine behind it is gone. A refusal is an answer too.
 */
export async function probeServer(
  { client, judge }: Endpoint,
  server: Pick<Question, 'model' | 'server' | 'timeoutMs' | 'extraBody'>,
  signal: AbortSignal,
): Promise<boolean> {
  const abilities = { hasSystemRole: false, hasLabelFormat: false };
  const extent = { droppedBlocks: 0, maxTokens: greeting.maxTokens };
  const timeoutMs = Math.min(server.timeoutMs, longestMs);
  try {
    await askServer({ client, ...server, ...abilities, timeoutMs, request: greeting, extent }, signal);
    return true;
  } catch (error) {
    return !signal.aborted && judge(error).kind !== 'trouble';
  }
}
