import { tokenMaker, type Turn } from '../../tests/backends/llama-cpp/persona-workload.js';

/** Token ids below this exist in every model, the bundled one with its 4,096 included. */
export const sharedVocabulary = 4000;

/** N requests of equal length, all at once. */
export interface Load {
  requests: number;
  promptTokens: number;
  replyTokens: number;
  threads: number;
}

/** Tokens of context that one request needs, rounded up as engines do. */
export function contextOf({ promptTokens, replyTokens }: Load): number {
  return Math.ceil((promptTokens + replyTokens) / 256) * 256;
}

/** Makes replies to token prompts, always of the requested length. */
export interface Engine {
  name: string;
  speak(turn: Turn): Promise<void>;
  close(): Promise<void>;
}

/** Generated tokens per second, prompts included in the time. */
export async function timeLoad(engine: Engine, load: Load, atOnce: number): Promise<number> {
  const make = tokenMaker(sharedVocabulary);
  const turns = Array.from({ length: atOnce === 1 ? Math.min(load.requests, 4) : load.requests }, (_, job): Turn => {
    return { order: [job, 0], prompt: make(load.promptTokens), prefixLength: 0, spokenTokens: load.replyTokens };
  });
  const startedAt = performance.now();
  if (atOnce === 1) for (const turn of turns) await engine.speak(turn);
  else await Promise.all(turns.map((turn) => engine.speak(turn)));
  return (turns.length * load.replyTokens * 1000) / (performance.now() - startedAt);
}
