import type { Value } from '@huggingface/jinja';
import { textOf } from './python-text.js';
import { functionOf, isMapping, isText, valueOf } from './values.js';

type Method = (text: string, args: readonly Value[]) => Value;

/** Methods of texts that the library lacks, or has with other results. */
const methods: Readonly<Record<string, Method>> = {
  strip: (text, [chars]) => valueOf(stripEnd(stripStart(text, chars), chars)),
  lstrip: (text, [chars]) => valueOf(stripStart(text, chars)),
  rstrip: (text, [chars]) => valueOf(stripEnd(text, chars)),
  capitalize: (text) => valueOf(capitalized(text)),
  title: (text) => valueOf(text.replaceAll(/\p{L}+/gu, capitalized)),
  format: (text, args) => valueOf(format(text, args)),
};

/** The method of a text with this name; undefined if the library's will do. */
export function methodOf(text: string, name: string): Value | undefined {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  return method && functionOf((args) => method(text, args));
}

/** Python's white space: U+FEFF is none, U+0085 and the separators before the blank are. */
const blanks = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const blankStart = new RegExp(`^[${blanks}]+`);
const blankEnd = new RegExp(`[${blanks}]+$`);

export function strip(text: string): string {
  return text.replace(blankStart, '').replace(blankEnd, '');
}

function stripStart(text: string, chars: Value | undefined): string {
  const set = charsOf(chars);
  if (!set) return text.replace(blankStart, '');
  const all = Array.from(text);
  const first = all.findIndex((char) => !set.has(char));
  return first < 0 ? '' : all.slice(first).join('');
}

function stripEnd(text: string, chars: Value | undefined): string {
  const set = charsOf(chars);
  if (!set) return text.replace(blankEnd, '');
  const all = Array.from(text);
  return all.slice(0, all.findLastIndex((char) => !set.has(char)) + 1).join('');
}

function charsOf(chars: Value | undefined): Set<string> | undefined {
  if (chars === undefined || chars.type === 'NullValue') return undefined;
  if (!isText(chars)) throw new Error('strip takes the characters to remove as a text');
  return new Set(chars.value);
}

export function capitalized(text: string): string {
  const [first = '', ...rest] = Array.from(text);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** The filter `title` keeps apostrophes within words, unlike the method. */
export function titleFilter(text: string): string {
  return text.replaceAll(/[^-\s({[<]+/g, capitalized);
}

/** `{}`, `{0}` and `{name}`; anything more is an error. */
function format(text: string, args: readonly Value[]): string {
  const named = args.find(({ type }) => type === 'KeywordArgumentsValue');
  const places = args.filter((arg) => arg !== named);
  let next = 0;
  return text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}|[{}]/g, (found, field?: string) => {
    if (field === undefined && found.length === 2) return found.charAt(0);
    const name = field === '' ? String(next++) : field;
    const known = named && isMapping(named) ? named.value : undefined;
    const value = name !== undefined && /^\d+$/.test(name) ? places[Number(name)] : known?.get(name ?? '');
    if (!value) throw new Error(`format has no value for ${found}`);
    return textOf(value);
  });
}
