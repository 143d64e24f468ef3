import { isList, isMapping, isText } from './values.js';
import type { Value } from '@huggingface/jinja';

/** What Jinja2 writes for a value: `str` in Python, and nothing for what is undefined. */
export function textOf(value: Value): string {
  if (isText(value)) return value.value;
  requireSmall(value);
  return value.type === 'UndefinedValue' ? '' : spell(value);
}

const mostValues = 100_000;

/** A list may contain another many times, and so on: few values can be long when written out. */
export function requireSmall(value: Value): void {
  let values = 0;
  const count = (one: Value): void => {
    if (++values > mostValues) throw new Error(`it writes out more than ${mostValues} values`);
    if (isList(one)) one.value.forEach(count);
    else if (isMapping(one)) one.value.forEach(count);
  };
  count(value);
}

/** `repr` in Python. Throws for values that are no data. */
function spell(value: Value): string {
  if (isText(value)) return quote(value.value);
  if (value.type === 'TupleValue' && isList(value)) return spellTuple(value.value.map(spell));
  if (isList(value)) return `[${value.value.map(spell).join(', ')}]`;
  if (isMapping(value)) {
    const entries = [...value.value].map(([key, inner]) => `${quote(key)}: ${spell(inner)}`);
    return `{${entries.join(', ')}}`;
  }
  return spellAtom(value);
}

function spellAtom({ type, value }: Value): string {
  if (type === 'NullValue') return 'None';
  if (type === 'UndefinedValue') return 'Undefined';
  if (type === 'BooleanValue') return value === true ? 'True' : 'False';
  if (type === 'FloatValue') return spellFloat(Number(value));
  if (type === 'IntegerValue' && Number.isSafeInteger(value)) return String(value);
  throw new Error(
    `it writes out ${type === 'IntegerValue' ? 'a number that is too large' : 'a function or a namespace'}`,
  );
}

function spellTuple(items: readonly string[]): string {
  return `(${items.join(', ')}${items.length === 1 ? ',' : ''})`;
}

/** Python changes to exponents earlier, and writes them with two digits. */
function spellFloat(number: number): string {
  if (Object.is(number, -0)) return '-0.0';
  if (!Number.isFinite(number)) throw new Error('it writes out a number that is not finite');
  const size = Math.abs(number);
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return number.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  return Number.isInteger(number) ? number.toFixed(1) : String(number);
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replaceAll(/[\\\n\r\t]|(?! )[\p{C}\p{Z}]/gu, (char) => escapes[char] ?? escapeCode(char));
  return mark + (mark === "'" ? escaped.replaceAll("'", "\\'") : escaped) + mark;
}

function escapeCode(char: string): string {
  const hex = (char.codePointAt(0) ?? 0).toString(16);
  if (hex.length <= 2) return `\\x${hex.padStart(2, '0')}`;
  return hex.length <= 4 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
