import { execFile, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { contextOf, type Engine, type Load } from './load.js';

const port = 18_573;
const batch = ['-b', '512', '-ub', '512', '-fa', 'off'];

interface ServerShape {
  slots: number;
  /** Of each slot. */
  contextTokens: number;
  threads: number;
  /** Whether a slot keeps what it evaluated for prompts with the same beginning, which is the server's default. */
  keepsPrompts: boolean;
}

/** llama.cpp's own server with the same number of slots, threads and tokens of context. */
export async function startLlamaServer(program: string, modelPath: string, shape: ServerShape): Promise<Engine> {
  const { slots, contextTokens, threads, keepsPrompts } = shape;
  const options = { '-m': modelPath, '-np': slots, '-c': contextTokens * slots, '-t': threads, '-tb': threads };
  const flags = Object.entries(options).flatMap(([flag, value]) => [flag, String(value)]);
  const more = ['--host', '127.0.0.1', '--port', String(port), '--no-kv-unified', '--cache-ram', '0', '--no-warmup'];
  const server = spawn(program, [...flags, ...batch, ...more], { stdio: 'ignore' });
  const ended = new Promise((resolve) => server.once('close', resolve));
  await waitForHealth();
  return {
    name: 'llama-server',
    async speak({ prompt, spokenTokens, order: [job, index] }) {
      const seed = job * 100 + index;
      const sampling = { temperature: 0.8, top_k: 40, top_p: 0.95, min_p: 0, repeat_penalty: 1, seed };
      const body = { prompt, n_predict: spokenTokens, ignore_eos: true, cache_prompt: keepsPrompts, ...sampling };
      const reply = await fetch(`http://127.0.0.1:${port}/completion`, { method: 'POST', body: JSON.stringify(body) });
      const { tokens_predicted: made } = (await reply.json()) as { tokens_predicted?: number };
      if (made !== spokenTokens) throw new Error(`llama-server made ${String(made)} tokens of ${spokenTokens}`);
    },
    async close() {
      server.kill('SIGTERM');
      await ended;
    },
  };
}

async function waitForHealth(): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const health = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    if (health?.ok) return;
    await sleep(100);
  }
  throw new Error('llama-server did not start');
}

/** Generated tokens per second of llama-batched-bench, prompts included in the time; it samples nothing. */
export async function timeBatchedBench(program: string, modelPath: string, load: Load): Promise<number> {
  const { requests, promptTokens, replyTokens, threads } = load;
  const context = String(contextOf(load) * requests);
  const sizes = ['-npp', String(promptTokens), '-ntg', String(replyTokens), '-npl', String(requests), '-c', context];
  const args = ['-m', modelPath, ...sizes, '-t', String(threads), '-tb', String(threads), ...batch];
  const { stdout } = await promisify(execFile)(program, [...args, '--output-format', 'jsonl']);
  const line = stdout.split('\n').find((text) => text.startsWith('{'));
  const { t } = JSON.parse(line ?? '{}') as { t: number };
  return (requests * replyTokens) / t;
}
