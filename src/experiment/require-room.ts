import { freeMemory, leastMemory } from '../backends/least-memory.js';
import type { ModelConfig } from '../config/experiment-config.js';
import { fail } from '../errors.js';

/**
 * Called before models are loaded that are needed together. Throws SYNDISCO_MODELS_TOO_LARGE if their weights and the
 * context of one reply of each cannot all be in memory; what more they use is chosen by what then fits. `kept` are loaded
 * already: without a GPU, their weights are read from the file as needed, and count as free memory.
 */
export async function requireRoom(models: readonly ModelConfig[], kept: readonly ModelConfig[]): Promise<void> {
  const free = await freeMemory([...models, ...kept]);
  const counted = free.gpu === undefined ? kept : [];
  const sizes = [
    ...(await Promise.all(models.map(async (model) => ({ model, bytes: sumOf(await leastMemory(model)) })))),
    ...(await Promise.all(counted.map(async (model) => ({ model, bytes: (await leastMemory(model)).weights })))),
  ];
  const needed = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const available = free.ram + (free.gpu ?? 0);
  if (needed <= available) return;
  const list = sizes.map(({ model, bytes }) => `${model.name} (${inGb(bytes)})`).join(' and ');
  const where = free.gpu === undefined ? '' : ' on the GPU and beside it';
  throw fail({
    code: 'SYNDISCO_MODELS_TOO_LARGE',
    what: `${list} are needed at the same time and take at least ${inGb(needed)}; ${inGb(available)} are free${where}: ${inGb(needed - available)} are missing.`,
    todo: 'Let a server run one of them (library_type: openai, see docs/servers.md), use smaller or more heavily quantized weights or a lower ctx_width_tokens, or cast the study so that no discussion needs all of them.',
    path: 'models',
  });
}

function sumOf({ weights, context }: { weights: number; context: number }): number {
  return weights + context;
}

function inGb(bytes: number): string {
  return `${(bytes / 1e9).toLocaleString('en-US', { maximumFractionDigits: bytes < 1e9 ? 3 : 1 })} GB`;
}
