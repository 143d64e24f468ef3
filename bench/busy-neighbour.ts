/**
 * Measures generation on a CPU while another process takes half of the cores, with and without adapting the threads: quiet,
 * taken, and quiet again, in one run each. Prints tokens per second, and ratios to the quiet speed, as JSON. The target is at
 * least 0.4 with one of two cores taken. Needs an idle machine for about four minutes.
 *
 * SYNDISCO_BENCH_MODEL    a GGUF file that is faster on all cores than on one; default: the bundled model, which is not
 * SYNDISCO_BENCH_SECONDS  of each phase; default: 40
 */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LlamaModel } from 'node-llama-cpp';
import { BatchDecoder } from '../src/backends/llama-cpp/batch-decoder.js';
import type { BatchPort } from '../src/backends/llama-cpp/batch-port.js';
import { governThreads } from '../src/backends/llama-cpp/govern-threads.js';
import { openBatchPort } from '../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../src/backends/llama-cpp/open-context.js';
import { startRuntime } from '../src/backends/llama-cpp/start-runtime.js';
import { threadCap } from '../src/backends/thread-cap.js';
import { decodeTask, holdDiscussions, personaWorkload } from '../tests/backends/llama-cpp/persona-workload.js';
import { demoGguf } from '../tests/town-hall/model.js';
import { sharedVocabulary } from './engines/load.js';

const { SYNDISCO_BENCH_MODEL: modelPath = demoGguf } = process.env;
const seconds = Number(process.env['SYNDISCO_BENCH_SECONDS'] ?? 40);
const most = threadCap();
const neighbours = Math.max(1, most >> 1);
// Turns of equal work from the first one on: with a history that grows, the quiet phase would be the easiest.
const load = { ...personaWorkload, historyLength: 1, turns: 10_000 };

const { llama } = await startRuntime(most, () => undefined);
const model = await llama.loadModel({ modelPath, gpuLayers: 0 });
const results = [];
for (const adapts of [true, false]) results.push({ adapts, ...(await measure(model, adapts)) });
process.stdout.write(`${JSON.stringify({ modelPath, threads: most, neighbours, seconds, results }, null, 2)}\n`);
process.exit(0);

interface Speeds {
  /** Generated tokens per second. */
  quiet: number;
  taken: number;
  /** While the cores are taken, relative to `quiet`; then in the second half of that time alone, then after it. */
  takenRatio: number;
  settledRatio: number;
  afterRatio: number;
}

async function measure(llamaModel: LlamaModel, adapts: boolean): Promise<Speeds> {
  const size = { contextTokens: 1024, threads: most, cacheType: 'F16', flashAttention: 'auto' } as const;
  const context = await openContext(llamaModel, { sequences: load.discussions + load.personas, ...size });
  const opened = openBatchPort(llama, llamaModel, context);
  if (!opened) throw new Error('the internals of node-llama-cpp are not as expected');
  opened.setThreads(most);
  const counted = countReplies(opened);
  const log = (_level: string, text: string): void => {
    console.error(text);
  };
  const port = adapts ? governThreads(counted.port, { threads: most, most, log }) : counted.port;
  const options = { slots: load.discussions, prefixes: load.personas, canKeepPrefix: true, warn: console.error };
  const decoder = new BatchDecoder(port, options);
  const talking = holdDiscussions(load, sharedVocabulary, (turn) => decoder.decode(decodeTask(turn))).catch(
    () => undefined,
  );
  await sleep(seconds * 500);
  const quiet = await counted.rate();
  const spinning = Array.from({ length: neighbours }, () => spawn(process.execPath, ['-e', 'for (;;);']));
  const [early, late] = [await counted.rate(seconds / 2), await counted.rate(seconds / 2)];
  for (const child of spinning) child.kill('SIGKILL');
  await sleep(seconds * 500);
  const after = await counted.rate();
  await decoder.close();
  await talking;
  await context.dispose();
  const taken = (early + late) / 2;
  return { quiet, taken, takenRatio: taken / quiet, settledRatio: late / quiet, afterRatio: after / quiet };
}

/** The same port, counting the tokens that are asked of it. */
function countReplies(port: BatchPort): { port: BatchPort; rate: (forSeconds?: number) => Promise<number> } {
  let replies = 0;
  const decode: BatchPort['decode'] = async (rows) => {
    const logits = await port.decode(rows);
    replies += rows.filter(({ wantsLogits }) => wantsLogits).length;
    return logits;
  };
  return {
    port: { ...port, batchTokens: port.batchTokens, decode },
    async rate(forSeconds = seconds) {
      const before = replies;
      await sleep(forSeconds * 1000);
      return (replies - before) / forSeconds;
    },
  };
}
