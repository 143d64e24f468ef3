import { basename } from 'node:path';
import type { LlamaModel } from 'node-llama-cpp';
import type { ModelOf } from '../../config/engines/registry.js';
import type { Backend } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { fingerprintWeights } from '../../inputs/fingerprint-weights.js';
import { threadCap } from '../thread-cap.js';
import { openChatFormat } from './chat-format.js';
import type { Decoder } from './decode-task.js';
import { namesModel } from '../doubt-name.js';
import { checkGguf } from './check-gguf.js';
import { generateReply, measurePrompt, showPrompt } from './generate-reply.js';
import { loadWeights } from './load-weights.js';
import { capContext } from './open-context.js';
import { openDecoder, startSlots } from './open-decoder.js';
import { openModelTries } from './score-label.js';
import { startRuntime, type Runtime } from './start-runtime.js';

/** llama.cpp through node-llama-cpp: GGUF files on the CPU or a GPU, many replies in one forward pass. */
export async function loadLlamaCpp(config: ModelOf<'llama_cpp'>, log: BackendLog): Promise<Backend> {
  await checkGguf(config.path);
  const cap = capThreads(config.options.inferenceThreads, log);
  const runtime = await startRuntime(cap, log);
  const { gpuLayers, parallel } = config.options;
  const model = await loadWeights(runtime, {
    path: config.path,
    gpuLayers,
    contextTokens: config.contextTokens * (parallel === 'auto' ? startSlots(runtime.llama) : parallel),
  });
  warnOfLayers(runtime, model, gpuLayers, log);
  try {
    return await openBackend(runtime, model, { config, cap, log });
  } catch (error) {
    await model.dispose();
    throw error;
  }
}

interface OpenOptions {
  config: ModelOf<'llama_cpp'>;
  /** Most threads. */
  cap: number;
  log: BackendLog;
}

async function openBackend(runtime: Runtime, model: LlamaModel, options: OpenOptions): Promise<Backend> {
  const { config, cap, log } = options;
  const { thinkingTokens, ...own } = config.options;
  const contextTokens = capContext(model, config.contextTokens, log);
  const format = openChatFormat(model, { chat: config.chat, thinkingTokens, log });
  const opening = { ...own, contextTokens, cap, isReproducible: config.reproducible === true, log };
  const { decoder, slots, device, dispose } = await openDecoder(runtime, model, opening);
  const engine = { model, format, decoder, trieOf: openModelTries(model), contextTokens, thinkingTokens };
  let closing: Promise<void> | undefined;
  return {
    model: {
      name: config.name,
      engine: 'llama_cpp',
      engine_version: runtime.version,
      fingerprint: await fingerprintWeights(config.path),
      device,
      parallel: slots,
      prompt_format: format.record,
    },
    ownNames: ownNames(model, config.path),
    slots,
    generate: (request, signal, onStart) => generateReply(engine, request, { signal, onStart }),
    countTokens: (text) => model.tokenize(text).length,
    measurePrompt: (prompt) => measurePrompt(engine, prompt),
    showPrompt: (prompt) => showPrompt(engine, prompt),
    obstacleToScores: () => Promise.resolve(obstacleToScores(decoder)),
    canWrite: (text) => model.detokenize(model.tokenize(text, true)).includes(text),
    close: () =>
      (closing ??= decoder
        .close()
        .then(dispose)
        .then(() => model.dispose())),
  };
}

function obstacleToScores({ canScore }: Decoder): string | undefined {
  const why =
    'its state cannot be truncated, or node-llama-cpp is another version than the one that this was built for';
  return canScore ? undefined : `llama.cpp only holds this model to a grammar: ${why}`;
}

/** What the metadata say; also the file's name, which anyone may change, if they do not say which model it is. */
function ownNames({ fileInfo }: LlamaModel, path: string): string[] {
  const { name, basename: base, size_label: size } = fileInfo.metadata.general;
  const told = [name, base, size].filter((one) => typeof one === 'string');
  return namesModel(told) ? told : [basename(path), ...told];
}

function capThreads(asked: number | undefined, log: BackendLog): number {
  const cap = threadCap();
  if (asked === undefined || asked <= cap) return asked ?? cap;
  const why = 'more threads than free cores stall llama.cpp';
  log('warn', `inference_threads: ${asked} is reduced to ${cap}, the most that this process may use: ${why}`);
  return cap;
}

function warnOfLayers({ llama }: Runtime, model: LlamaModel, asked: number, log: BackendLog): void {
  const wanted = Math.min(asked, model.fileInsights.totalLayers);
  if (!llama.gpu || model.gpuLayers >= wanted) return;
  const todo = 'for more speed, lower ctx_width_tokens or parallel, or use a more heavily quantized model';
  log('warn', `gpu_layers: only ${model.gpuLayers} of ${wanted} layers fit on the GPU next to the context: ${todo}`);
}
