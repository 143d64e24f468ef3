import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import type { ModelConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { Backend, Completion, OnStart, Request } from '../backend.js';
import { fingerprintWeights } from '../fingerprint-weights.js';
import { fitHistory } from '../fit-history.js';
import type { BackendLog } from '../backend-log.js';
import { threadCap } from '../thread-cap.js';
import { checkDtype } from './check-dtype.js';
import { checkExport, explainLoadFailure } from './check-export.js';
import { generateReply, type Library, type LoadedModel } from './generate-reply.js';

/** ONNX models through transformers.js, one reply at a time: the engine for models that exist in no other form. */
export async function loadTransformers(config: ModelConfig, log: BackendLog): Promise<Backend> {
  const library = await importLibrary();
  const isLocal = isAbsolute(config.path);
  if (isLocal) await checkExport(config.path);
  const cacheDir = settle(library, isLocal);
  const loaded = await loadModel(library, config);
  const contextTokens = capContext(loaded, config, log);
  let last: Promise<unknown> = Promise.resolve();
  let closing: Promise<void> | undefined;
  return {
    model: {
      name: config.name,
      engine: 'transformers',
      engine_version: `@huggingface/transformers ${library.env.version}`,
      fingerprint: await fingerprintWeights(isLocal ? config.path : join(cacheDir, config.path)),
    },
    slots: 1,
    generate(request, signal, onStart) {
      const reply = last.then(() => generate({ loaded, contextTokens, onStart }, request, signal));
      last = reply.catch(() => undefined);
      return reply;
    },
    countTokens: (text) => loaded.tokenizer.encode(text, { add_special_tokens: false }).length,
    close: () =>
      (closing ??= last.then(async () => {
        await loaded.model.dispose();
      })),
  };
}

interface Engine {
  loaded: LoadedModel;
  contextTokens: number;
  onStart: OnStart | undefined;
}

async function generate(
  { loaded, contextTokens, onStart }: Engine,
  request: Request,
  signal: AbortSignal,
): Promise<Completion> {
  signal.throwIfAborted();
  onStart?.();
  const startedAt = performance.now();
  const { prompt, droppedBlocks } = fitHistory(request, {
    contextTokens,
    render: (system, user) => renderPrompt(loaded, system, user),
    tokensOf: (tokens) => tokens.length,
  });
  const reply = await generateReply(loaded, prompt, request, signal);
  return {
    ...reply,
    prompt_tokens: prompt.length,
    dropped_blocks: droppedBlocks,
    duration_ms: Math.round(performance.now() - startedAt),
  };
}

/** In the model's own chat template, or ChatML without one; a template that refuses system messages gets them with the user's. */
function renderPrompt({ tokenizer }: LoadedModel, system: string, user: string): number[] {
  const render = (messages: { role: string; content: string }[]): number[] => {
    const text = tokenizer.apply_chat_template(messages, { tokenize: false, add_generation_prompt: true });
    return tokenizer.encode(text, { add_special_tokens: false });
  };
  try {
    return render([
      { role: 'system', content: system },
      { role: 'user', content: user },
    ]);
  } catch {
    return render([{ role: 'user', content: `${system}\n\n${user}` }]);
  }
}

async function importLibrary(): Promise<Library> {
  try {
    return await import('@huggingface/transformers');
  } catch (cause) {
    throw fail(
      {
        code: 'SYNDISCO_ENGINE_MISSING',
        what: 'the transformers engine needs a package that is not installed: @huggingface/transformers',
        todo: 'npm install @huggingface/transformers (where only the npm registry answers, with onnxruntime-node-install=skip in .npmrc: CPU only; without that line its install fetches the CUDA libraries)',
      },
      cause,
    );
  }
}

/** Settings of the library, which are global: a cache outside node_modules, no network for a local model, nothing on stdout. */
function settle({ env, LogLevel }: Library, isLocal: boolean): string {
  const cacheDir = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'syndisco', 'transformers');
  env.cacheDir = cacheDir;
  env.allowRemoteModels = !isLocal;
  env.logLevel = LogLevel.ERROR;
  return cacheDir;
}

async function loadModel(library: Library, { path, transformers }: ModelConfig): Promise<LoadedModel> {
  const dtype = checkDtype(transformers.dtype);
  try {
    const tokenizer = await library.AutoTokenizer.from_pretrained(path);
    const model = await library.AutoModelForCausalLM.from_pretrained(path, {
      dtype,
      session_options: { intraOpNumThreads: threadCap(), logSeverityLevel: 3 },
    });
    const endTokens = new Set([model.generation_config?.eos_token_id ?? [], tokenizer.eos_token_id].flat());
    return { library, model, tokenizer, endTokens };
  } catch (cause) {
    throw await explainLoadFailure(path, dtype, cause);
  }
}

function capContext({ model }: LoadedModel, { contextTokens }: ModelConfig, log: BackendLog): number {
  const trained: unknown = Reflect.get(model.config, 'max_position_embeddings');
  if (typeof trained !== 'number' || contextTokens <= trained) return contextTokens;
  log('warn', `ctx_width_tokens: ${contextTokens} is cut to ${trained}, the context that the model was trained on`);
  return trained;
}
