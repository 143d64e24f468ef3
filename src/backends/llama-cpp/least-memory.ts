import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { ModelOf } from '../../config/engines/registry.js';
import { threadCap } from '../thread-cap.js';
import { startRuntime, type Runtime } from './start-runtime.js';

/** Bytes of the weights, and of the context of a single reply: fewer replies at once than one are no model. */
export async function leastMemory({ path, contextTokens, options }: ModelOf<'llama_cpp'>): Promise<LeastMemory> {
  const { GgufInsights, GgmlType, readGgufFileInfo } = await import('node-llama-cpp');
  const { llama } = await runtime();
  const insights = await GgufInsights.from(await readGgufFileInfo(path, { logWarnings: false }), llama);
  const type = GgmlType[options.cacheType];
  const context = await insights.estimateContextResourceRequirementsV2({
    contextSize: Math.min(contextTokens, insights.trainContextSize ?? contextTokens),
    modelGpuLayers: 0,
    sequences: 1,
    kvCacheKeyType: type,
    kvCacheValueType: type,
  });
  return { weights: await sizeOf(path), context: context.cpuRam };
}

export interface LeastMemory {
  weights: number;
  context: number;
}

/** Bytes that are free on GPUs; undefined without one. */
export async function freeOnGpus(): Promise<number | undefined> {
  const { llama } = await runtime();
  return llama.gpu === false ? undefined : (await llama.getVramState()).free;
}

function runtime(): Promise<Runtime> {
  return startRuntime(threadCap(), () => undefined);
}

/** Of all parts, `…-00001-of-00003.gguf`. */
async function sizeOf(path: string): Promise<number> {
  const [, stem] = /^(.*)-\d{5}-of-\d{5}\.gguf$/.exec(basename(path)) ?? [];
  const names = await readdir(dirname(path));
  const parts = stem === undefined ? [basename(path)] : names.filter((name) => name.startsWith(`${stem}-`));
  const sizes = await Promise.all(parts.map(async (name) => (await stat(join(dirname(path), name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
