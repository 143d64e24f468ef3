import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelConfig } from '../config/experiment-config.js';
import type { LeastMemory } from './llama-cpp/least-memory.js';

/** What a model takes at least on this machine, in bytes; nothing where that cannot be told, as of servers and modules. */
export async function leastMemory(model: ModelConfig): Promise<LeastMemory> {
  if (model.engine === 'llama_cpp') return (await import('./llama-cpp/least-memory.js')).leastMemory(model);
  if (model.engine === 'transformers') return { weights: await smallestExport(model.path), context: 0 };
  return { weights: 0, context: 0 };
}

/** Bytes that are free in memory, and on GPUs if one of the models can use them. */
export async function freeMemory(models: readonly ModelConfig[]): Promise<{ ram: number; gpu: number | undefined }> {
  const usesGpu = models.some((model) => model.engine === 'llama_cpp' && model.options.gpuLayers > 0);
  const gpu = usesGpu ? await (await import('./llama-cpp/least-memory.js')).freeOnGpus() : undefined;
  return { ram: process.availableMemory(), gpu };
}

/** A folder may have the same weights in several precisions; their data may be in files of their own. */
async function smallestExport(path: string): Promise<number> {
  const names = await readdir(join(path, 'onnx')).catch(() => []);
  const files = names.filter((name) => name.endsWith('.onnx'));
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(path, 'onnx', name))).size));
  return sizes.length === 0 ? 0 : Math.min(...sizes);
}
