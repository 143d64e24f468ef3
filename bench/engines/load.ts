import type { Token } from 'node-llama-cpp';
import { tokenMaker } from '../../tests/backends/llama-cpp/persona-workload.js';

/** Token numbers that every model has, the bundled one with its 4,096 included. */
export const sharedVocabulary = 4000;

/** N requests of equal length, all at once. */
export interface Load {
  requests: number;
  promptTokens: number;
  replyTokens: number;
  threads: number;
}

/** Makes replies to token prompts and always goes on to the asked length. */
export interface Engine {
  name: string;
  speak(prompt: readonly Token[], replyTokens: number, seed: number): Promise<void>;
  close(): Promise<void>;
}

/** Generated tokens per second, prompts included in the time. */
export async function timeLoad(engine: Engine, load: Load, atOnce: number): Promise<number> {
  const make = tokenMaker(sharedVocabulary);
  const prompts = Array.from({ length: atOnce === 1 ? Math.min(load.requests, 4) : load.requests }, () =>
    make(load.promptTokens),
  );
  const startedAt = performance.now();
  if (atOnce === 1) for (const [seed, prompt] of prompts.entries()) await engine.speak(prompt, load.replyTokens, seed);
  else await Promise.all(prompts.map((prompt, seed) => engine.speak(prompt, load.replyTokens, seed)));
  return (prompts.length * load.replyTokens * 1000) / (performance.now() - startedAt);
}
