import { fail } from '../../errors.js';

export type Callable = (...args: unknown[]) => unknown;
type Unchecked = Record<string, unknown>;

/** The checked result of `load(options)` of a backend module. */
export interface CheckedModule {
  generate: Callable;
  slots: number;
  model: Unchecked;
  countTokens?: Callable;
  close?: Callable;
}

/**
 * Finds `load` in what a module exports: as a named export, as the default export, or as a property of the default
 * export.
 */
export function findLoad(exported: unknown, file: string): Callable {
  const named = isRecord(exported) ? exported : {};
  const fallback = named['default'];
  const load = [named['load'], fallback, isRecord(fallback) ? fallback['load'] : undefined].find(isCallable);
  if (load) return load;
  throw invalid(
    file,
    'exports no function load(options).',
    'Write `export function load(options) { return { generate } }`.',
  );
}

/** Throws SYNDISCO_BACKEND_MODULE_INVALID for the first key that is missing or of the wrong type. */
export function checkModule(made: unknown, file: string): CheckedModule {
  if (!isRecord(made))
    throw invalid(
      file,
      'did not return an object from load(options).',
      'Return an object with generate(request, signal).',
    );
  const generate = optionalFunction(made, 'generate', file);
  if (!generate) {
    const todo = "Return { async generate(request, signal) { return 'text' } }.";
    throw invalid(file, 'returned an object without generate(request, signal) from load(options).', todo);
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
    { code: 'SYNDISCO_BACKEND_MODULE_INVALID', what: `The backend module ${what}`, todo, where: { file } },
    cause,
  );
}

function checkSlots(slots: unknown, file: string): number {
  if (slots === undefined) return 1;
  if (typeof slots === 'number' && Number.isInteger(slots) && slots >= 1) return slots;
  const todo = 'Set slots to the number of requests that it can work on at once, at least 1, or leave it out.';
  throw invalid(file, `returned slots: ${JSON.stringify(slots)}.`, todo);
}

function optionalFunction(made: Unchecked, name: string, file: string): Callable | undefined {
  const found = made[name];
  if (found === undefined) return undefined;
  if (isCallable(found)) return (...args) => found.apply(made, args);
  throw invalid(file, `returned ${name} of type ${typeof found}.`, `Make ${name} a function, or leave it out.`);
}

function isRecord(value: unknown): value is Unchecked {
  return typeof value === 'object' && value !== null;
}

function isCallable(value: unknown): value is Callable {
  return typeof value === 'function';
}
