import type { CellValue } from './column-layout.js';

const untellable = /[\0\p{Surrogate}]/u;
/** Spreadsheets take a text that begins so for a formula. */
const formulaStart = /^[=+\-@\t\r]/;
const plainNumber = /^[+-]?\d+(\.\d+)?$/;

/**
 * A cell that every reader takes as it is meant: no NUL, no half characters, and, unless `raw`, an apostrophe before a
 * text that a spreadsheet would run as a formula. Numbers, also those written as text, stay numbers.
 */
export function csvCell(value: CellValue, raw: boolean): string | number | null {
  if (typeof value !== 'string') return value;
  const text = untellable.test(value) ? wholeCharacters(value) : value;
  return !raw && formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text;
}

/** With the `u` flag `\p{Surrogate}` matches only those that have lost their other half. */
function wholeCharacters(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\ufffd');
}
