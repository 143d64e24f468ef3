import { pathToFileURL } from 'node:url';
import type { ModelConfig } from '../../config/experiment-config.js';
import { fail } from '../../errors.js';
import type { Backend, ModelIdentity } from '../backend.js';
import { fingerprintWeights } from '../fingerprint-weights.js';
import { checkCompletion } from './check-completion.js';

/** What a user's `load(options)` is given. */
export interface ModuleOptions {
  name: string;
  path: string;
  maxTokens: number;
  contextTokens: number;
  sampling: ModelConfig['sampling'];
}

type Callable = (...args: unknown[]) => unknown;

/**
 * A backend out of a user's ES module: it exports `load(options)`, which returns an object with
 * `generate(request, signal)`. These two are all that is required; `slots`, `model`, `countTokens` and `close` may
 * be there too, and `generate` may return a string or any part of a `Completion` that has a `text`.
 * Throws SYNDISCO_BACKEND_MODULE_INVALID, naming what is missing.
 */
export async function loadModuleBackend(model: ModelConfig): Promise<Backend> {
  const file = model.engine;
  const load = findLoad(await importModule(file), file);
  const made = asRecord(await load({ ...optionsFor(model) }), file);
  const generate = requireFunction(made, 'generate', file);
  const countTokens = optionalFunction(made, 'countTokens', file);
  const close = optionalFunction(made, 'close', file);
  let closing: Promise<void> | undefined;

  return {
    model: await identify(model, made['model']),
    slots: checkSlots(made['slots'], file),
    async generate(request, signal) {
      signal.throwIfAborted();
      const startedAt = performance.now();
      const answer = await raceAbort(Promise.resolve(generate(request, signal)), signal);
      return checkCompletion(answer, { file, request, durationMs: Math.round(performance.now() - startedAt) });
    },
    ...(countTokens && { countTokens: (text: string) => Number(countTokens(text)) }),
    close: () => (closing ??= Promise.resolve(close?.()).then(() => undefined)),
  };
}

async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    const imported: unknown = await import(pathToFileURL(file).href);
    return asRecord(imported, file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw invalid(file, `cannot be imported: ${reason}`, 'check the path and run the file with node to see its error', cause);
  }
}

function findLoad(exported: Record<string, unknown>, file: string): Callable {
  const { default: fallback } = exported;
  const candidates = [exported['load'], fallback, isRecord(fallback) ? fallback['load'] : undefined];
  const load = candidates.find(isCallable);
  if (load) return load;
  throw invalid(file, 'exports no function load(options)', 'write `export function load(options) { return { generate } }`');
}

function optionsFor(model: ModelConfig): ModuleOptions {
  const { name, path, maxTokens, contextTokens, sampling } = model;
  return { name, path, maxTokens, contextTokens, sampling };
}

/** The module's own word on its model, filled up; without one, the module file is what identifies it. */
async function identify(model: ModelConfig, claimed: unknown): Promise<ModelIdentity> {
  const claim = isRecord(claimed) ? claimed : {};
  const text = (key: string): string | undefined => (typeof claim[key] === 'string' ? claim[key] : undefined);
  return {
    name: model.name,
    engine: text('engine') ?? 'module',
    engine_version: text('engine_version') ?? 'unknown',
    fingerprint: text('fingerprint') ?? (await fingerprintWeights(model.engine)),
  };
}

function checkSlots(slots: unknown, file: string): number {
  if (slots === undefined) return 1;
  if (typeof slots === 'number' && Number.isInteger(slots) && slots >= 1) return slots;
  throw invalid(file, `says slots: ${JSON.stringify(slots)}`, 'slots is how many requests it takes at once: a whole number from 1, or leave it out');
}

/** A module need not look at the signal: the request is given up in time either way. */
async function raceAbort(answer: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = (): void => {
    reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
  };
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([answer, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function requireFunction(made: Record<string, unknown>, name: string, file: string): Callable {
  const found = optionalFunction(made, name, file);
  if (found) return found;
  throw invalid(file, `load(options) returned an object without ${name}(request, signal)`, `return { async ${name}(request, signal) { return 'text' } }`);
}

function optionalFunction(made: Record<string, unknown>, name: string, file: string): Callable | undefined {
  const found = made[name];
  if (found === undefined) return undefined;
  if (isCallable(found)) return found.bind(made);
  throw invalid(file, `${name} is not a function`, `make ${name} a function or leave it out`);
}

function asRecord(value: unknown, file: string): Record<string, unknown> {
  if (isRecord(value)) return value;
  throw invalid(file, 'load(options) returned no object', 'return an object with generate(request, signal)');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}

function invalid(file: string, what: string, todo: string, cause?: unknown): Error {
  return fail({ code: 'SYNDISCO_BACKEND_MODULE_INVALID', what: `the backend module ${what}`, todo, where: { file } }, cause);
}
