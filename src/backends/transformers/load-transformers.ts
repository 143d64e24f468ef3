import { basename, isAbsolute, join } from 'node:path';
import type { ModelOf } from '../../config/engines/registry.js';
import type { Backend } from '../backend.js';
import type { BackendLog } from '../backend-log.js';
import { fingerprintWeights } from '../../inputs/fingerprint-weights.js';
import { threadCap } from '../thread-cap.js';
import { openAnswerTokens } from './answer-tokens.js';
import { BatchDecoder } from './batch-decoder.js';
import { canBatch } from './can-batch.js';
import { openChatFormat } from './chat-format.js';
import { checkExport } from './check-export.js';
import { openForward, type Forward } from './forward.js';
import { generateReply, measurePrompt, openModelTries, showPrompt, type Engine } from './generate-reply.js';
import { importLibrary, loadModel, settle, type LoadedModel } from './load-model.js';

/** ONNX models through transformers.js on the CPU: the engine for models that exist in no other format. */
export async function loadTransformers(config: ModelOf<'transformers'>, log: BackendLog): Promise<Backend> {
  const library = await importLibrary();
  const isLocal = isAbsolute(config.path);
  if (isLocal) await checkExport(config.path);
  const cacheDir = settle(library, isLocal);
  const loaded = await loadModel(library, config);
  const { slots, ...engine } = await openEngine(loaded, config, log);
  let closing: Promise<void> | undefined;
  return {
    model: {
      name: config.name,
      engine: 'transformers',
      engine_version: `@huggingface/transformers ${library.env.version}`,
      fingerprint: await fingerprintWeights(isLocal ? config.path : join(cacheDir, config.path)),
      device: `CPU, ${threadCap()} thread${threadCap() === 1 ? '' : 's'}`,
      parallel: slots,
      prompt_format: engine.format.record,
    },
    ownNames: ownNames(loaded, isLocal ? basename(config.path) : config.path),
    slots,
    generate: (request, signal, onStart) => generateReply(engine, request, { signal, onStart }),
    countTokens: (text) => loaded.tokenizer.encode(text, { add_special_tokens: false }).length,
    measurePrompt: (prompt) => measurePrompt(engine, prompt),
    showPrompt: (prompt) => showPrompt(engine, prompt),
    canWrite: (text) => canWrite(loaded.tokenizer, text),
    close: () => (closing ??= close(engine)),
  };
}

/** The folder's name or the hub's id, and what the model's config says. */
function ownNames({ model }: LoadedModel, id: string): string[] {
  const inConfig: unknown = Reflect.get(model.config, '_name_or_path');
  return typeof inConfig === 'string' ? [id, inConfig] : [id];
}

/** Disposes of the model if its engine cannot be opened. */
async function openEngine(
  loaded: LoadedModel,
  config: ModelOf<'transformers'>,
  log: BackendLog,
): Promise<Engine & { slots: number }> {
  try {
    const format = openChatFormat(loaded.tokenizer, { name: config.name, chat: config.chat, log });
    const contextTokens = capContext(loaded, config, log);
    const forward = openForward(loaded);
    const slots = await chooseSlots(loaded, forward, { config, log });
    const warn = (text: string): void => {
      log('warn', text);
    };
    const trieOf = openModelTries(loaded);
    return {
      loaded,
      format,
      contextTokens,
      trieOf,
      answerTokens: openAnswerTokens(loaded.tokenizer),
      slots,
      decoder: new BatchDecoder({ ...loaded, forward, slots, warn }),
    };
  } catch (error) {
    await loaded.model.dispose();
    throw error;
  }
}

/** Eight-bit exports round everything in a pass together, so a reply is reproducible only alone. */
function repliesAtOnce(
  { reproducible = false, options: { parallel } }: ModelOf<'transformers'>,
  log: BackendLog,
): number {
  if (!reproducible || parallel === 1) return parallel;
  log(
    'warn',
    'reproducible: transformers makes replies one at a time, which is slower; a GGUF with llama_cpp is not bound to that',
  );
  return 1;
}

async function chooseSlots(
  loaded: LoadedModel,
  forward: Forward,
  { config, log }: { config: ModelOf<'transformers'>; log: BackendLog },
): Promise<number> {
  const parallel = repliesAtOnce(config, log);
  const slots = parallel === 1 || (await canBatch(loaded, forward)) ? parallel : 1;
  if (slots < parallel)
    log(
      'warn',
      `parallel: ${parallel} is reduced to 1: this export cannot be batched, since it reads padding as text or its state is not an attention cache. An export made by optimum-cli can be batched, and so can a GGUF of the model with llama_cpp`,
    );
  log('info', `transformers on the CPU: ${slots} replies at once, at most ${threadCap()} threads`);
  return slots;
}

function capContext({ model }: LoadedModel, { contextTokens }: ModelOf<'transformers'>, log: BackendLog): number {
  const trained: unknown = Reflect.get(model.config, 'max_position_embeddings');
  if (typeof trained !== 'number' || contextTokens <= trained) return contextTokens;
  log('warn', `ctx_width_tokens: ${contextTokens} is reduced to ${trained}, the context that the model was trained on`);
  return trained;
}

/** As replies are read: without special tokens. */
function canWrite(tokenizer: LoadedModel['tokenizer'], text: string): boolean {
  const tokens = tokenizer.encode(text, { add_special_tokens: false });
  return tokens.length > 0 && tokenizer.decode(tokens, { skip_special_tokens: true }).includes(text);
}

async function close({ decoder, loaded }: Engine): Promise<void> {
  await decoder.close();
  await loaded.model.dispose();
}
