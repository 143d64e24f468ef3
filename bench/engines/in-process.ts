import type { LlamaModel } from 'node-llama-cpp';
import { BatchDecoder } from '../../src/backends/llama-cpp/batch-decoder.js';
import type { Decoder } from '../../src/backends/llama-cpp/decode-task.js';
import { openBatchPort } from '../../src/backends/llama-cpp/open-batch-port.js';
import { openContext } from '../../src/backends/llama-cpp/open-context.js';
import type { Runtime } from '../../src/backends/llama-cpp/start-runtime.js';
import { StockDecoder } from '../../src/backends/llama-cpp/stock-decoder.js';
import { countTokens, decodeTask } from '../../tests/backends/llama-cpp/persona-workload.js';
import type { Engine } from './load.js';

interface Shape {
  /** Replies at once. */
  slots: number;
  /** Number of personas' prefixes that are kept. */
  prefixes: number;
  /** Of each sequence. */
  contextTokens: number;
  threads: number;
}

/** Our own decode loop, with a count of the tokens that it has evaluated. */
export async function openOurs(
  { llama }: Runtime,
  model: LlamaModel,
  shape: Shape,
): Promise<Engine & { counts: { tokens: number } }> {
  const { slots, prefixes } = shape;
  const context = await openFor(model, shape);
  const port = openBatchPort(llama, model, context);
  if (!port) throw new Error('the internals of node-llama-cpp are not as expected');
  const counted = countTokens(port);
  const canKeepPrefix = prefixes > 0;
  const decoder = new BatchDecoder(counted.port, { slots, prefixes, canKeepPrefix, warn: console.error });
  return { ...engineOf('ours', decoder, () => context.dispose()), counts: counted.counts };
}

/** Unmodified node-llama-cpp. */
export async function openStock(model: LlamaModel, shape: Shape): Promise<Engine> {
  const context = await openFor(model, shape);
  return engineOf('stock', new StockDecoder(context, shape.slots), () => context.dispose());
}

function openFor(
  model: LlamaModel,
  { slots, prefixes, contextTokens, threads }: Shape,
): ReturnType<typeof openContext> {
  const sequences = slots + prefixes;
  return openContext(model, { sequences, contextTokens, threads, cacheType: 'F16', flashAttention: 'auto' });
}

function engineOf(name: string, decoder: Decoder, close: () => Promise<void>): Engine {
  return {
    name,
    speak: (turn) => decoder.decode(decodeTask(turn)),
    close: () => decoder.close().then(close),
  };
}
