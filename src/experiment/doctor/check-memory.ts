import { freeMemory, leastMemory } from '../../backends/least-memory.js';
import type { ModelConfig } from '../../config/experiment-config.js';
import { engineOf } from '../../config/engines/registry.js';
import { describeBytes, type Finding } from './finding.js';

/** Whether the weights and the contexts of all parallel replies fit; nothing of engines whose memory is not known. */
export async function checkMemory(model: ModelConfig): Promise<Finding[]> {
  // What is wrong with the file is told when it is loaded.
  const least = await leastMemory(model).catch(() => undefined);
  if (!least || least.weights === 0) return [];
  const free = await freeMemory([model]);
  const parallel = engineOf(model).parallel?.(model.options);
  const slots = typeof parallel === 'number' ? parallel : 1;
  const needed = least.weights + slots * least.context;
  const room = free.gpu ?? free.ram;
  const parts = [`weights ${describeBytes(least.weights)}`, ...describeContexts(slots, least.context, model)];
  const found = `${parts.join(', ')}; ${describeBytes(room)} free ${free.gpu === undefined ? 'in memory' : 'on the GPU'}`;
  const check = 'memory';
  if (needed <= room) return [{ check, verdict: 'ok', found }];
  const todo = 'Use smaller or more heavily quantized weights, or lower ctx_width_tokens or parallel.';
  const verdict = needed <= free.ram + (free.gpu ?? 0) ? 'warning' : 'failure';
  return [
    { check, verdict, found, todo: free.gpu === undefined ? todo : `${todo} What does not fit runs on the CPU.` },
  ];
}

/** Nothing where their size is not known. */
function describeContexts(slots: number, bytes: number, { contextTokens }: ModelConfig): string[] {
  const name = slots === 1 ? 'context' : 'contexts';
  return bytes > 0 ? [`${slots} ${name} of ${contextTokens} tokens ${describeBytes(slots * bytes)}`] : [];
}
