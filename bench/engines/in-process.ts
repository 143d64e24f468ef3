import type { LlamaModel } from 'node-llama-cpp';
import { BatchDecoder } from '../../src/backends/llama-cpp/batch-decoder.js';
import type { Decoder } from '../../src/backends/llama-cpp/decode-task.js';
import { openBatchPort } from '../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../src/backends/llama-cpp/open-context.js';
import type { Runtime } from '../../src/backends/llama-cpp/start-runtime.js';
import { StockDecoder } from '../../src/backends/llama-cpp/stock-decoder.js';
import { countTokens, decodeTask, type Workload } from '../../tests/backends/llama-cpp/persona-workload.js';
import type { Engine, Load } from './load.js';

/** Our own decode loop. */
export async function openOurs({ llama }: Runtime, model: LlamaModel, load: Load): Promise<Engine> {
  const context = await openFor(model, load, load.requests);
  const port = openBatchPort(llama, model, context);
  if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
  const decoder = new BatchDecoder(port, {
    slots: load.requests,
    prefixes: 0,
    canKeepPrefix: false,
    warn: console.error,
  });
  return engineOf('ours', decoder, () => context.dispose());
}

/** node-llama-cpp as it comes. */
export async function openStock(model: LlamaModel, load: Load): Promise<Engine> {
  const context = await openFor(model, load, load.requests);
  return engineOf('stock', new StockDecoder(context, load.requests), () => context.dispose());
}

/** Ours with prefixes in sequences of their own, and what it evaluates. */
export async function openPersonas(
  { llama }: Runtime,
  model: LlamaModel,
  { discussions, personas }: Workload,
  threads: number,
): Promise<{ decoder: Decoder; counts: { tokens: number }; close: () => Promise<void> }> {
  const size = { contextTokens: 1024, threads, cacheType: 'F16', flashAttention: 'auto' } as const;
  const context = await openContext(model, { sequences: discussions + personas, ...size });
  const port = openBatchPort(llama, model, context);
  if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
  const counted = countTokens(port);
  const options = { slots: discussions, prefixes: personas, canKeepPrefix: true, warn: console.error };
  return {
    decoder: new BatchDecoder(counted.port, options),
    counts: counted.counts,
    close: () => context.dispose(),
  };
}

function openFor(
  model: LlamaModel,
  { promptTokens, replyTokens, threads }: Load,
  sequences: number,
): ReturnType<typeof openContext> {
  const contextTokens = Math.ceil((promptTokens + replyTokens) / 256) * 256;
  return openContext(model, { sequences, contextTokens, threads, cacheType: 'F16', flashAttention: 'auto' });
}

function engineOf(name: string, decoder: Decoder, close: () => Promise<void>): Engine {
  return {
    name,
    speak: (prompt, spokenTokens, seed) =>
      decoder.decode(decodeTask({ order: [seed, 0], prompt, prefixLength: 0, spokenTokens })),
    close: () => decoder.close().then(close),
  };
}
