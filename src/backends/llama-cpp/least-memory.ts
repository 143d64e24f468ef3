import { stat } from 'node:fs/promises';
import type { ModelOf } from '../../config/engines/registry.js';
import { weightFiles } from '../../inputs/weight-files.js';
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

async function sizeOf(path: string): Promise<number> {
  const sizes = await Promise.all((await weightFiles(path)).map(async (file) => (await stat(file)).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
