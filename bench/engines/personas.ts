import type { LlamaModel } from 'node-llama-cpp';
import type { Runtime } from '../../src/backends/llama-cpp/start-runtime.js';
import { holdDiscussions, personaWorkload, type Workload } from '../../tests/backends/llama-cpp/persona-workload.js';
import { openOurs, openStock } from './in-process.js';
import { startLlamaServer } from './llama-server.js';
import { sharedVocabulary, type Engine } from './load.js';
import { medianRatio } from './median-ratio.js';

/** Results for discussions of the same personas, which is the load of a real run. */
export interface PersonaResults {
  /** Prompt tokens. */
  asked: number;
  /** How many of them our engine had to evaluate. */
  evaluated: number;
  tokensPerSecond: number;
  /** Our rate divided by that of stock node-llama-cpp, of one at a time, and of llama-server; null if not measured. */
  ratios: (number | null)[];
}

interface Setting {
  runtime: Runtime;
  model: LlamaModel;
  modelPath: string;
  threads: number;
  rounds: number;
  server: string | undefined;
}

const contextTokens = 1024;
/** One discussion at a time is as fast with a few discussions as with all of them. */
const alone: Workload = { ...personaWorkload, discussions: 2 };

export async function comparePersonas(setting: Setting): Promise<PersonaResults> {
  const { runtime, model, threads, rounds } = setting;
  const { discussions, personas } = personaWorkload;
  const shape = { slots: discussions, prefixes: 0, contextTokens, threads };
  const ours = await openOurs(runtime, model, { ...shape, prefixes: personas });
  const stock = await openStock(model, shape);
  const one = await openOurs(runtime, model, { ...shape, slots: 1 });
  const { server: program, modelPath } = setting;
  const server = program && (await startLlamaServer(program, modelPath, { ...shape, keepsPrompts: true }));
  const rates = { ours: [] as number[], stock: [] as number[], one: [] as number[], server: [] as number[] };
  let counted = { asked: 0, evaluated: 0 };
  for (let round = 0; round < rounds; round++) {
    const before = ours.counts.tokens;
    const { asked, spoken, perSecond } = await timeDiscussions(ours, personaWorkload);
    if (round === 0) counted = { asked, evaluated: ours.counts.tokens - before - spoken };
    rates.ours.push(perSecond);
    if (server) rates.server.push((await timeDiscussions(server, personaWorkload)).perSecond);
    rates.stock.push((await timeDiscussions(stock, personaWorkload)).perSecond);
    rates.one.push((await timeDiscussions(one, alone)).perSecond);
  }
  for (const engine of [ours, stock, one, server]) if (engine) await engine.close();
  const ratios = [rates.stock, rates.one, rates.server].map((other) => medianRatio(rates.ours, other));
  return { ...counted, tokensPerSecond: medianRatio(rates.ours) ?? 0, ratios };
}

/**
 * Generated tokens per second, the number of prompt tokens, and the number of reply tokens that the engine evaluated.
 */
async function timeDiscussions(
  engine: Engine,
  load: Workload,
): Promise<{ asked: number; spoken: number; perSecond: number }> {
  const startedAt = performance.now();
  const asked = await holdDiscussions(load, sharedVocabulary, (turn) => engine.speak(turn));
  const seconds = (performance.now() - startedAt) / 1000;
  const turns = load.discussions * load.turns;
  return { asked, spoken: turns * (load.spokenTokens - 1), perSecond: (turns * load.spokenTokens) / seconds };
}
