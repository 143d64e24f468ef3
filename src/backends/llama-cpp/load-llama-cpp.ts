import type { LlamaModel, Token } from 'node-llama-cpp';
import type { ModelConfig } from '../../config/experiment-config.js';
import type { Backend } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { fingerprintWeights } from '../fingerprint-weights.js';
import { threadCap } from '../thread-cap.js';
import { BatchDecoder } from './batch-decoder.js';
import { openChatFormat } from './chat-format.js';
import { checkGguf, modelProblem } from './check-gguf.js';
import { chooseThreads, type ThreadChoice } from './choose-threads.js';
import { generateReply } from './generate-reply.js';
import { loadWeights } from './load-weights.js';
import { capContext, openContext } from './open-context.js';
import { openBatchPort } from './open-batch-port.js';
import { startRuntime, type Runtime } from './start-runtime.js';

/** Replies made at once with `parallel: auto`. */
const autoSlots = { gpu: 32, cpu: 8 };

/** llama.cpp through node-llama-cpp: GGUF files on the CPU or a GPU, many replies in one forward pass. */
export async function loadLlamaCpp(config: ModelConfig, log: BackendLog): Promise<Backend> {
  await checkGguf(config.path);
  const cap = capThreads(config.llamaCpp.inferenceThreads, log);
  const runtime = await startRuntime(cap, log);
  const { parallel, gpuLayers } = config.llamaCpp;
  const slots = parallel === 'auto' ? autoSlots[runtime.llama.gpu ? 'gpu' : 'cpu'] : parallel;
  const model = await loadWeights(runtime, {
    path: config.path,
    gpuLayers,
    contextTokens: config.contextTokens * slots,
  });
  try {
    return await openBackend(runtime, model, { config, slots, cap, log });
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

interface OpenOptions {
  config: ModelConfig;
  slots: number;
  /** Most threads. */
  cap: number;
  log: BackendLog;
}

async function openBackend({ llama, version }: Runtime, model: LlamaModel, options: OpenOptions): Promise<Backend> {
  const { config, slots, cap, log } = options;
  const contextTokens = capContext(model, config.contextTokens, log);
  const context = await openContext(model, { slots, contextTokens, threads: cap });
  const port = openBatchPort(llama, model, context);
  const choice = await chooseThreads(port, { cap, slots, token: anyToken(model.tokenize('a'), config.path) });
  log('info', describe({ device: llama.gpu || 'the CPU', slots, contextTokens, cap, choice }));

  const format = await openChatFormat(model, log);
  const { isHybrid, isRecurrent } = model.fileInsights;
  const decoder = new BatchDecoder(port, { slots, canKeepPrefix: !isHybrid && !isRecurrent });
  let closing: Promise<void> | undefined;
  return {
    model: {
      name: config.name,
      engine: 'llama_cpp',
      engine_version: version,
      fingerprint: await fingerprintWeights(config.path),
    },
    slots,
    generate: (request, signal, onStart) =>
      generateReply({ model, format, decoder, contextTokens }, request, { signal, onStart }),
    countTokens: (text) => model.tokenize(text).length,
    close: () => (closing ??= decoder.close().then(() => model.dispose())),
  };
}

function capThreads(asked: number | undefined, log: BackendLog): number {
  const cap = threadCap();
  if (asked === undefined || asked <= cap) return asked ?? cap;
  const why = 'more threads than free cores bring llama.cpp to a stop';
  log('warn', `inference_threads: ${asked} is cut to ${cap}, what this process may use: ${why}`);
  return cap;
}

function anyToken([token]: readonly Token[], path: string): Token {
  if (token !== undefined) return token;
  throw modelProblem('SYNDISCO_MODEL_UNLOADABLE', `${path} has no vocabulary`, 'use a model that generates text');
}

interface Chosen {
  device: string;
  slots: number;
  contextTokens: number;
  cap: number;
  choice: ThreadChoice;
}

function describe({ device, slots, contextTokens, cap, choice }: Chosen): string {
  const measured = [...choice.trials].map(([tried, ms]) => `${tried}: ${ms.toFixed(1)} ms`).join(', ');
  return (
    `llama_cpp on ${device}: ${slots} replies at once, ${contextTokens} tokens of context each, ` +
    `${choice.threads} of at most ${cap} threads (milliseconds of a step by threads: ${measured})`
  );
}
