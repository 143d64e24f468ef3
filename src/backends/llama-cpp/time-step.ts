import type { Token } from 'node-llama-cpp';
import type { BatchPort } from './batch-port.js';

const trialSteps = 5;
const trialMs = 100;

interface Steps {
  slots: number;
  /** Any token of the vocabulary. */
  token: Token;
  /** A step that takes longer ends the measurement. */
  giveUpMs: number;
}

/** Median milliseconds of a step with every slot in it; the first, which may page in weights, is not counted. */
export async function timeStep(port: BatchPort, { slots, token, giveUpMs }: Steps): Promise<number> {
  const times: number[] = [];
  for (let spent = 0; times.length <= trialSteps && (times.length < 2 || spent < trialMs);) {
    const took = await timeOne(port, slots, token);
    if (took > giveUpMs) return took;
    times.push(took);
    spent += took;
  }
  for (let sequence = 0; sequence < slots; sequence++) port.forget(sequence, 0);
  const counted = times.slice(1).sort((a, b) => a - b);
  return counted[counted.length >> 1] ?? Infinity;
}

async function timeOne(port: BatchPort, slots: number, token: Token): Promise<number> {
  const rows = Array.from({ length: slots }, (_, sequence) => {
    port.forget(sequence, 0);
    return { sequence, position: 0, tokens: [token], wantsLogits: true };
  });
  const startedAt = performance.now();
  await port.decode(rows);
  return performance.now() - startedAt;
}
