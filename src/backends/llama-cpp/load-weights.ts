import { setTimeout as sleep } from 'node:timers/promises';
import type { LlamaModel } from 'node-llama-cpp';
import { checkGguf, modelProblem } from './check-gguf.js';
import type { Runtime } from './start-runtime.js';

/** llama.cpp's error lines arrive from another thread, a little after the failure that they explain. */
const complaintsLagMs = 50;

interface WeightsOptions {
  path: string;
  gpuLayers: number;
  /** Tokens of all slots together: what must fit beside the weights on a GPU. */
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
      'use a model of an architecture that llama.cpp supports, or a newer syndisco if the model is newer than this one';
    return modelProblem(
      'SYNDISCO_MODEL_UNLOADABLE',
      `${path} has the architecture "${architecture}", which this llama.cpp does not know`,
      todo,
      cause,
    );
  }
  if (isCutShort(reason)) {
    return modelProblem(
      'SYNDISCO_MODEL_TRUNCATED',
      `${path} ends too early: an interrupted download or copy, or a full disk`,
      'fetch the file again and compare its size with the source',
      cause,
    );
  }
  const todo =
    'if it asks for more memory than there is, use a smaller or more quantized model; try the file with the tool it came from';
  return modelProblem('SYNDISCO_MODEL_UNLOADABLE', `llama.cpp cannot load ${path}: ${reason}`, todo, cause);
}

/** As llama.cpp says it for weights and for a header; as node-llama-cpp does for a file that has not even a header. */
function isCutShort(reason: string): boolean {
  return /not within the file bounds|failed to read|reached end of file|reading 'architecture'/i.test(reason);
}
