import type { TraitValue } from '../inputs/input-types.js';

/** A value as pandas writes it to a CSV: lists and truth values as Python prints them; null and undefined as nothing. */
export function pythonText(value: TraitValue | undefined): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value !== 'object') return String(value);
  return `[${value.map((item) => (typeof item === 'number' ? String(item) : quoted(item))).join(', ')}]`;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
/** What Python does not print as it is: controls, and white space other than the plain space. */
const notPrinted = /[\\\p{C}\p{Zl}\p{Zp}\p{Zs}]/gu;

/** In single quotes, or in double ones around a text that has only single ones. */
function quoted(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(notPrinted, (char) => (char === ' ' ? char : (escapes[char] ?? codeOf(char))));
  return quote + (quote === "'" ? escaped.replaceAll("'", "\\'") : escaped) + quote;
}

function codeOf(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  const hex = (digits: number): string => code.toString(16).padStart(digits, '0');
  if (code < 0x100) return `\\x${hex(2)}`;
  return code < 0x10000 ? `\\u${hex(4)}` : `\\U${hex(8)}`;
}
