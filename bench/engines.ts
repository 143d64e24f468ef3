/**
 * Compares our decode loop with stock node-llama-cpp, with one reply at a time, and with llama.cpp's own programs if they
 * are given. Prints medians of the ratios of interleaved rounds as JSON; --write also puts them into bench/results and docs.
 *
 * SYNDISCO_BENCH_MODEL      a GGUF file; default: the bundled model
 * SYNDISCO_BENCH_THREADS    threads of every engine; default: 1
 * SYNDISCO_BENCH_SEQUENCES  default: 1,2,4,8,16,32
 * LLAMA_SERVER, LLAMA_BATCHED_BENCH  paths of these programs
 */
import { statSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { basename } from 'node:path';
import { startRuntime } from '../src/backends/llama-cpp/start-runtime.js';
import { demoGguf } from '../tests/town-hall/model.js';
import { openOurs, openStock } from './engines/in-process.js';
import { startLlamaServer, timeBatchedBench } from './engines/llama-server.js';
import { contextOf, timeLoad, type Load } from './engines/load.js';
import { medianRatio } from './engines/median-ratio.js';
import { comparePersonas } from './engines/personas.js';
import { writeTable, type EngineResults, type EngineRow } from './engines/write-table.js';

const { SYNDISCO_BENCH_MODEL: modelPath = demoGguf, LLAMA_SERVER, LLAMA_BATCHED_BENCH } = process.env;
const threads = Number(process.env['SYNDISCO_BENCH_THREADS'] ?? 1);
const sequences = (process.env['SYNDISCO_BENCH_SEQUENCES'] ?? '1,2,4,8,16,32').split(',').map(Number);
const rounds = 3;

const runtime = await startRuntime(threads, () => undefined);
const model = await runtime.llama.loadModel({ modelPath, gpuLayers: runtime.llama.gpu ? 'max' : 0 });
const rows: EngineRow[] = [];
for (const requests of sequences) rows.push(await compare({ requests, promptTokens: 64, replyTokens: 64, threads }));
const results: EngineResults = {
  date: new Date().toISOString().slice(0, 10),
  machine: `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${runtime.llama.gpu || 'no GPU'}`,
  versions: `Node ${process.version}, ${runtime.version}`,
  model: `${basename(modelPath)}, ${(statSync(modelPath).size / 1e6).toFixed(0)} MB`,
  threads,
  rows,
  personas: await comparePersonas({ runtime, model, modelPath, threads, rounds, server: LLAMA_SERVER }),
};
process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
if (process.argv.includes('--write')) {
  writeFileSync(new URL('results/engines.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`);
  writeTable(results);
}
await model.dispose();

async function compare(load: Load): Promise<EngineRow> {
  const shape = { slots: load.requests, prefixes: 0, contextTokens: contextOf(load), threads };
  const ours = await openOurs(runtime, model, shape);
  const stock = await openStock(model, shape);
  const server = LLAMA_SERVER && (await startLlamaServer(LLAMA_SERVER, modelPath, { ...shape, keepsPrompts: false }));
  const rates = {
    ours: [] as number[],
    stock: [] as number[],
    one: [] as number[],
    server: [] as number[],
    bare: [] as number[],
  };
  for (let round = 0; round <= rounds; round++) {
    rates.ours.push(await timeLoad(ours, load, load.requests));
    if (server) rates.server.push(await timeLoad(server, load, load.requests));
    rates.stock.push(await timeLoad(stock, load, load.requests));
    rates.one.push(await timeLoad(ours, load, 1));
    if (LLAMA_BATCHED_BENCH) rates.bare.push(await timeBatchedBench(LLAMA_BATCHED_BENCH, modelPath, load));
  }
  for (const engine of [ours, stock, server]) if (engine) await engine.close();
  const warm = (rate: readonly number[]): readonly number[] => rate.slice(1);
  const others = [rates.stock, rates.one, rates.server, rates.bare];
  return {
    sequences: load.requests,
    tokensPerSecond: medianRatio(warm(rates.ours)) ?? 0,
    ratios: others.map((other) => medianRatio(warm(rates.ours), warm(other))),
  };
}
