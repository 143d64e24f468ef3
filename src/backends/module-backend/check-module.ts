import { fail } from '../../errors.js';

export type Callable = (...args: unknown[]) => unknown;
type Unchecked = Record<string, unknown>;

/** What `load(options)` of a backend module returned, checked. */
export interface CheckedModule {
  generate: Callable;
  slots: number;
  model: Unchecked;
  countTokens?: Callable;
  close?: Callable;
}

/** The `load` that a module exports, by name, as its default, or in its default. */
export function findLoad(exported: unknown, file: string): Callable {
  const named = isRecord(exported) ? exported : {};
  const fallback = named['default'];
  const load = [named['load'], fallback, isRecord(fallback) ? fallback['load'] : undefined].find(isCallable);
  if (load) return load;
  throw invalid(
    file,
    'exports no function load(options)',
    'write `export function load(options) { return { generate } }`',
  );
}

/** Throws SYNDISCO_BACKEND_MODULE_INVALID with the first thing that is missing or of the wrong kind. */
export function checkModule(made: unknown, file: string): CheckedModule {
  if (!isRecord(made))
    throw invalid(file, 'returned no object from load(options)', 'return an object with generate(request, signal)');
  const generate = optionalFunction(made, 'generate', file);
  if (!generate) {
    const todo = "return { async generate(request, signal) { return 'text' } }";
    throw invalid(file, 'returned an object without generate(request, signal) from load(options)', todo);
  }
  const countTokens = optionalFunction(made, 'countTokens', file);
  const close = optionalFunction(made, 'close', file);
  return {
    generate,
    slots: checkSlots(made['slots'], file),
    model: isRecord(made['model']) ? made['model'] : {},
    ...(countTokens && { countTokens }),
    ...(close && { close }),
  };
}

export function invalid(file: string, what: string, todo: string, cause?: unknown): Error {
  return fail(
    { code: 'SYNDISCO_BACKEND_MODULE_INVALID', what: `the backend module ${what}`, todo, where: { file } },
    cause,
  );
}

function checkSlots(slots: unknown, file: string): number {
  if (slots === undefined) return 1;
  if (typeof slots === 'number' && Number.isInteger(slots) && slots >= 1) return slots;
  const todo = 'slots is how many requests it takes at once: a whole number from 1, or leave it out';
  throw invalid(file, `says slots: ${JSON.stringify(slots)}`, todo);
}

function optionalFunction(made: Unchecked, name: string, file: string): Callable | undefined {
  const found = made[name];
  if (found === undefined) return undefined;
  if (isCallable(found)) return (...args) => found.apply(made, args);
  throw invalid(file, `says ${name}: ${typeof found}`, `make ${name} a function or leave it out`);
}

function isRecord(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null;
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}
