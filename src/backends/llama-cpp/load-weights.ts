import { setTimeout as sleep } from 'node:timers/promises';
import type { LlamaModel } from 'node-llama-cpp';
import { checkGguf, modelProblem } from './check-gguf.js';
import type { Runtime } from './start-runtime.js';

/** llama.cpp's error lines arrive from another thread, shortly after the failure that they explain. */
const complaintsLagMs = 50;

interface WeightsOptions {
  path: string;
  gpuLayers: number;
  /** Context tokens of all slots together, which must fit on a GPU next to the weights. */
  contextTokens: number;
}

/** Loads a GGUF file. Throws SYNDISCO_MODEL_NOT_FOUND, _NOT_GGUF, _TRUNCATED or _UNLOADABLE. */
export async function loadWeights({ llama, complaints }: Runtime, options: WeightsOptions): Promise<LlamaModel> {
  const { path, gpuLayers, contextTokens } = options;
  await checkGguf(path);
  const before = complaints.length;
  try {
    const layers = llama.gpu ? { max: gpuLayers, fitContext: { contextSize: contextTokens } } : 0;
    return await llama.loadModel({ modelPath: path, gpuLayers: layers });
  } catch (cause) {
    await sleep(complaintsLagMs);
    const reason = [...complaints.slice(before), cause instanceof Error ? cause.message : String(cause)].join(' ');
    throw explain(path, reason, cause);
  }
}

function explain(path: string, reason: string, cause: unknown): Error {
  const architecture = /unknown model architecture: '([^']*)'/.exec(reason)?.[1];
  if (architecture !== undefined) {
    const todo =
      'Use a model of an architecture that llama.cpp supports, or a newer syndisco if the model is newer than this one.';
    return modelProblem(
      'SYNDISCO_MODEL_UNLOADABLE',
      `${path} has the architecture "${architecture}", which this version of llama.cpp does not support.`,
      todo,
      cause,
    );
  }
  if (isCutShort(reason)) {
    return modelProblem(
      'SYNDISCO_MODEL_TRUNCATED',
      `${path} is truncated: a download or copy was interrupted, or a disk was full.`,
      'Download or copy the file again, and compare its size with the source.',
      cause,
    );
  }
  const todo =
    'If it needs more memory than there is, use a smaller or more heavily quantized model; otherwise, try the file with the tool it came from.';
  return modelProblem('SYNDISCO_MODEL_UNLOADABLE', `llama.cpp cannot load ${path}: ${reason}`, todo, cause);
}

/** The wording of llama.cpp for weights and for a header, and of node-llama-cpp for a file without even a header. */
function isCutShort(reason: string): boolean {
  return /not within the file bounds|failed to read|reached end of file|reading 'architecture'/i.test(reason);
}
