import { throwIfAny, type Problem } from '../../errors.js';

/** What is wrong with the value of an option, which `path` names. */
export type Check = (value: unknown, path: string) => Problem[];

/** A check for every option, or it does not compile. */
export type ChecksOf<Options> = Readonly<Record<keyof Options, Check>>;

/** Finds the option that was meant. */
export type Suggest = (word: string, known: readonly string[]) => string | undefined;

/** Throws all that is wrong with a value. */
export function refuseFaults(value: unknown, check: Check, path: string): void {
  throwIfAny(check(value, path));
}

/** Checks an object of options: none that is unknown, and each as its check says. `''` names the options as a whole. */
export function optionsOf(checks: Readonly<Record<string, Check>>, suggest: Suggest = ignoringCase): Check {
  return (options, path) => {
    if (!isObject(options)) return [wrongType(options, path, 'an object of options')];
    const at = (key: string): string => (path === '' ? key : `${path}.${key}`);
    const unknown = Object.keys(options).filter((key) => !Object.hasOwn(checks, key) && options[key] !== undefined);
    return [
      ...unknown.map((key) => unknownOption(at(key), suggest(key, Object.keys(checks)), Object.keys(checks))),
      ...Object.entries(checks).flatMap(([key, check]) => check(options[key], at(key))),
    ];
  };
}

/** In a module that every program loads, which has no room for more: `output_dir` for `outputDir`. */
function ignoringCase(word: string, known: readonly string[]): string | undefined {
  const form = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, '');
  return known.find((name) => form(name) === form(word));
}

function unknownOption(path: string, meant: string | undefined, known: readonly string[]): Problem {
  const todo = meant === undefined ? `Valid options are ${known.join(', ')}.` : `Did you mean "${meant}"?`;
  return { code: 'SYNDISCO_CONFIG_UNKNOWN_KEY', what: `Unknown option ${JSON.stringify(path)}.`, todo, path };
}

export function optional(check: Check): Check {
  return (value, path) => (value === undefined ? [] : check(value, path));
}

export function nullable(check: Check): Check {
  return optional((value, path) => (value === null ? [] : check(value, path)));
}

/** A value of which `is` is true, described by `needed`. */
export function required(is: (value: unknown) => boolean, needed: string): Check {
  return (value, path) => {
    if (value === undefined) return [missing(path, needed)];
    return is(value) ? [] : [wrongType(value, path, needed)];
  };
}

export const text = required((value) => typeof value === 'string', 'a text');
export const flag = required((value) => typeof value === 'boolean', 'true or false');
export const callback = required((value) => typeof value === 'function', 'a function');
export const signal = required((value) => value instanceof AbortSignal, 'an AbortSignal');

/** Text that says something. */
export const filledText: Check = (value, path) => {
  if (typeof value !== 'string' || value.trim() !== '') return text(value, path);
  return [{ code: 'SYNDISCO_CONFIG_OUT_OF_RANGE', what: `${path} is empty.`, todo: 'Write a text.', path }];
};

export const seed: Check = (value, path) => {
  if (typeof value !== 'number') return required(() => false, 'a whole number')(value, path);
  if (Number.isSafeInteger(value) && value >= 0) return [];
  const what = `${path} is ${value}, which is out of range.`;
  return [{ code: 'SYNDISCO_CONFIG_OUT_OF_RANGE', what, todo: 'Use a whole number of at least 0.', path }];
};

/** An option that has a key in the config is checked there; it only has to be data that a config can have. */
export const inConfig: Check = (value, path) => {
  if (value === undefined) return [];
  if (['function', 'symbol', 'bigint'].includes(typeof value)) return [wrongType(value, path, 'plain data')];
  if (typeof value !== 'object' || value === null) return [];
  if (value instanceof Promise) return [wrongType(value, path, 'plain data')];
  return Object.entries(value).flatMap(([key, item]) => inConfig(item, `${path}.${key}`));
};

export function listOf(check: Check, needed: string): Check {
  return (value, path) => {
    if (!Array.isArray(value)) return required(() => false, `a list of ${needed}`)(value, path);
    return value.flatMap((item: unknown, index) =>
      item === undefined ? [wrongType(item, `${path}[${index}]`, needed)] : check(item, `${path}[${index}]`),
    );
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Promise);
}

function missing(path: string, needed: string): Problem {
  return { code: 'SYNDISCO_CONFIG_MISSING_KEY', what: `${path} is missing.`, todo: `Give it ${needed}.`, path };
}

export function wrongType(value: unknown, at: string, needed: string): Problem {
  const path = at === '' ? 'options' : at;
  const todo = value instanceof Promise ? 'Await the promise.' : `Give it ${needed}.`;
  const what = `${path} must be ${needed}, found ${describe(value)}.`;
  return { code: 'SYNDISCO_CONFIG_WRONG_TYPE', what, todo, path };
}

function describe(value: unknown): string {
  if (value instanceof Promise) return 'a promise';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function or class ${value.name}`;
  if (typeof value === 'string') return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  return typeof value === 'object' && value !== null ? describeObject(value) : String(value);
}

function describeObject(value: object): string {
  const maker: unknown = value.constructor;
  const name = typeof maker === 'function' ? maker.name : '';
  return ['Object', ''].includes(name) ? 'an object' : `an object of the class ${name}`;
}
