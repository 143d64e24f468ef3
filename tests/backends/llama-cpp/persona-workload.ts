import type { Token } from 'node-llama-cpp';
import type { BatchPort } from '../../../src/backends/llama-cpp/batch-port.js';
import type { DecodeTask } from '../../../src/backends/llama-cpp/decode-task.js';

/** Discussions of the same personas, each with a long system text and a window of comments. Lengths in tokens. */
export interface Workload {
  discussions: number;
  personas: number;
  turns: number;
  systemTokens: number;
  commentTokens: number;
  historyLength: number;
  /** Tokens to speak; the comment that others read is as long as said above all the same. */
  spokenTokens: number;
}

export const personaWorkload: Workload = {
  discussions: 8,
  personas: 4,
  turns: 12,
  systemTokens: 250,
  commentTokens: 60,
  historyLength: 6,
  spokenTokens: 60,
};

/** Random tokens that are no control tokens, the same on every call. */
export function tokenMaker(vocabulary: number): (count: number) => Token[] {
  let state = 7;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff);
  const first = Math.min(300, vocabulary >> 1);
  return (count) => Array.from({ length: count }, () => (first + ((next() >> 8) % (vocabulary - first - 10))) as Token);
}

export interface Turn extends Pick<DecodeTask, 'order' | 'prompt' | 'prefixLength'> {
  spokenTokens: number;
}

/** Lets all discussions speak at once, turn by turn each; returns the prompt tokens asked for. */
export async function holdDiscussions(
  load: Workload,
  vocabulary: number,
  speak: (turn: Turn) => Promise<void>,
): Promise<number> {
  const make = tokenMaker(vocabulary);
  const systems = Array.from({ length: load.personas }, () => make(load.systemTokens));
  const comments = Array.from({ length: load.discussions }, () =>
    Array.from({ length: load.turns }, () => make(load.commentTokens)),
  );
  let asked = 0;
  const discuss = async (said: Token[][], discussion: number): Promise<void> => {
    for (let turn = 0; turn < load.turns; turn++) {
      const system = systems[(discussion + turn) % load.personas] ?? [];
      const history = said.slice(Math.max(0, turn - load.historyLength), turn).flat();
      const prompt = [...system, ...history, ...(said[turn] ?? []).slice(0, 5)];
      asked += prompt.length;
      const { spokenTokens } = load;
      await speak({ order: [discussion, turn], prompt, prefixLength: system.length, spokenTokens });
    }
  };
  await Promise.all(comments.map(discuss));
  return asked;
}

/** A turn as the decoder wants it: it hears as many tokens as it is told to, whatever they are. */
export function decodeTask({ spokenTokens, ...turn }: Turn): DecodeTask {
  let heard = 0;
  const [job, index] = turn.order;
  return {
    ...turn,
    sampling: { temperature: 0.8, topP: 0.95, topK: 40, seed: job * 100 + index },
    signal: new AbortController().signal,
    onToken: () => ++heard < spokenTokens,
  };
}

/** The same port, counting what goes through it. */
export function countTokens(port: BatchPort): { port: BatchPort; counts: { passes: number; tokens: number } } {
  const counts = { passes: 0, tokens: 0 };
  const decode: BatchPort['decode'] = (rows) => {
    counts.passes += 1;
    counts.tokens += rows.reduce((sum, { tokens }) => sum + tokens.length, 0);
    return port.decode(rows);
  };
  return { port: { ...port, decode }, counts };
}
