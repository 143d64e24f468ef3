import type { Request } from '../backend.js';
import { askServer, type Question } from './ask-server.js';
import { judgeFailure } from './judge-failure.js';

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

/**
 * Whether a server completes anything at all. It is asked for a token and not for its models: a front end goes on
 * listing them when the engine behind it is gone. A refusal is an answer too.
 */
export async function probeServer(
  server: Pick<Question, 'client' | 'model' | 'server' | 'timeoutMs' | 'extraBody' | 'variables'>,
  signal: AbortSignal,
): Promise<boolean> {
  const abilities = { hasSystemRole: false, labelFormat: null };
  const extent = { droppedBlocks: 0, maxTokens: greeting.maxTokens };
  const timeoutMs = Math.min(server.timeoutMs, longestMs);
  try {
    await askServer({ ...server, ...abilities, timeoutMs, request: greeting, extent }, signal);
    return true;
  } catch (error) {
    return !signal.aborted && judgeFailure(error).kind !== 'trouble';
  }
}
