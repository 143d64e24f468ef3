import type { ModelConfig } from '../../config/experiment-config.js';
import {
  messagesOf,
  turnsOf,
  type Backend,
  type Completion,
  type ModelIdentity,
  type OnStart,
  type Request,
} from '../backend.js';
import { fingerprintWeights } from '../../inputs/fingerprint-weights.js';
import { importOwnModule } from '../../own-modules.js';
import { describeRoom, fitHistory, measureBare, type PromptRendering } from '../fit-history.js';
import { openAdmission, type Admission } from './open-admission.js';
import { checkCompletion } from './check-completion.js';
import { checkModule, findLoad, invalid, type Callable, type CheckedModule } from './check-module.js';
import { untilAborted } from '../until-aborted.js';

/** The argument of a user's `load(options)`. */
export interface ModuleOptions {
  name: string;
  path: string;
  maxTokens: number;
  contextTokens: number;
  sampling: ModelConfig['sampling'];
}

/**
 * A backend from a user's ES module: it exports `load(options)`, which returns an object with `generate(request,
 * signal)`. Only these two are required; `slots`, `model`, `countTokens` and `close` are optional, and `generate` may
 * return a string or an object with `text` and any other fields of a `Completion`. With `countTokens`, history that
 * exceeds the context is dropped before the module sees it. Throws SYNDISCO_BACKEND_MODULE_INVALID, naming what is
 * missing.
 */
export async function loadModuleBackend(config: ModelConfig): Promise<Backend> {
  const { engine: file, name, path, maxTokens, contextTokens, sampling } = config;
  const load = findLoad(await importModule(file), file);
  const options = { name, path, maxTokens, contextTokens, sampling } satisfies ModuleOptions;
  const made = await callLoad(load, options, file);
  return openModule(made, config, await fingerprintWeights(file));
}

/** The backend made of what a module's `load` returned. */
export function openModule(made: unknown, config: ModelConfig, fingerprint: string | null): Backend {
  const module = checkModule(made, config.engine);
  const countTokens = module.countTokens && countWith(module.countTokens);
  const loaded = { module, config, countTokens, admission: openAdmission(module.slots) };
  let closing: Promise<void> | undefined;
  return {
    model: identify(config, module, fingerprint),
    slots: module.slots,
    generate: (request, signal, onStart) => generate(loaded, request, { signal, onStart }),
    ...(countTokens && {
      countTokens,
      measurePrompt: (prompt) => measureBare(prompt, renderingOf(config, countTokens)),
    }),
    close: () => (closing ??= Promise.resolve(module.close?.()).then(() => undefined)),
  };
}

interface LoadedModule {
  module: CheckedModule;
  config: ModelConfig;
  countTokens: ((text: string) => number) | undefined;
  admission: Admission;
}

interface Call {
  signal: AbortSignal;
  onStart: OnStart | undefined;
}

async function generate(loaded: LoadedModule, request: Request, { signal, onStart }: Call): Promise<Completion> {
  signal.throwIfAborted();
  const leave = await loaded.admission.enter(signal);
  try {
    onStart?.();
    return await ask(loaded, request, signal);
  } finally {
    leave();
  }
}

async function ask(
  { module, config, countTokens }: LoadedModule,
  request: Request,
  signal: AbortSignal,
): Promise<Completion> {
  const startedAt = performance.now();
  const { droppedBlocks: dropped, replyTokens } = countTokens
    ? fitHistory(request, renderingOf(config, countTokens))
    : { droppedBlocks: 0, replyTokens: request.maxTokens };
  const shown = { ...request, history: request.history.slice(dropped), maxTokens: replyTokens };
  // A copy: what a module does to its request must not reach the reply's check or another request.
  const asked = structuredClone({ ...shown, messages: messagesOf(shown.system, turnsOf(shown), true) });
  const answer = await untilAborted(Promise.resolve(module.generate(asked, signal)), signal);
  signal.throwIfAborted();
  const durationMs = Math.round(performance.now() - startedAt);
  const completion = checkCompletion(answer, { file: config.engine, request: shown, durationMs });
  return {
    ...completion,
    dropped_blocks: completion.dropped_blocks + dropped,
    ...describeRoom(request, replyTokens),
  };
}

function renderingOf({ contextTokens }: ModelConfig, countTokens: (text: string) => number): PromptRendering<number> {
  const render = (system: string, turns: readonly string[]): number =>
    turns.reduce((tokens, turn) => tokens + countTokens(turn), countTokens(system));
  return { contextTokens, render, tokensOf: (tokens) => tokens };
}

async function importModule(file: string): Promise<unknown> {
  try {
    return await importOwnModule(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(
      file,
      `cannot be imported: ${reason}`,
      'Check the path, and run the file with node to see its error.',
      cause,
    );
  }
}

async function callLoad(load: Callable, options: ModuleOptions, file: string): Promise<unknown> {
  try {
    return await load(structuredClone(options));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(file, `cannot be loaded: its load threw ${reason}`, 'Correct the module, and run again.', cause);
  }
}

function countWith(count: Callable): (text: string) => number {
  return (text) => Number(count(text));
}

/** How the module describes its model, with defaults for what is missing. */
function identify(config: ModelConfig, { model }: CheckedModule, fingerprint: string | null): ModelIdentity {
  const text = <Otherwise>(key: string, otherwise: Otherwise): string | Otherwise =>
    typeof model[key] === 'string' ? model[key] : otherwise;
  return {
    name: config.name,
    engine: text('engine', 'module'),
    engine_version: text('engine_version', 'unknown'),
    fingerprint: text('fingerprint', fingerprint),
  };
}
