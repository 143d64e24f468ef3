import { BatchDecoder } from '../../../src/backends/llama-cpp/batch-decoder.js';
import type { DecodeTask } from '../../../src/backends/llama-cpp/decode-task.js';
import { tokens, type CountingPort } from './counting-port.js';

export function openDecoder(
  port: CountingPort,
  options: {
    prefixes?: number;
    canKeepPrefix?: boolean;
    warn?: (text: string) => void;
  },
): BatchDecoder {
  return new BatchDecoder(port, { slots: 4, prefixes: 0, canKeepPrefix: true, warn: () => undefined, ...options });
}

/** One reply of the counting model. */
export interface Reply {
  job?: number;
  prompt?: number[];
  prefixLength?: number;
  keptLength?: number;
  /** Tokens to speak. */
  length: number;
  signal?: AbortSignal;
  onStart?: () => void;
  /** Collects what was heard. */
  said?: number[];
}

export function reply({
  job = 0,
  prompt = [7, 7, 1],
  prefixLength = 2,
  length,
  signal,
  onStart,
  said,
  ...kept
}: Reply): DecodeTask {
  let heard = 0;
  return {
    ...kept,
    order: [job, 0],
    prompt: tokens(...prompt),
    prefixLength,
    sampling: { temperature: 0, topP: 1, seed: 1 },
    signal: signal ?? new AbortController().signal,
    onToken: (token) => {
      said?.push(token);
      if (heard === 0) onStart?.();
      return ++heard < length;
    },
  };
}
