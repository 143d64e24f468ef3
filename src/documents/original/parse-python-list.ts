const item = /\s*(?:'((?:[^'\\]|\\.)*)'\s*|"((?:[^"\\]|\\.)*)"\s*|([^\s'"[\],][^'"[\],]*))(,|\])/y;
const escape = /\\(x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|.)/g;
const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** A list as Python prints it. */
export interface PythonList {
  items: string[];
  /** The offset after the closing bracket. */
  end: number;
}

/**
 * Parses `['patient', "it's", 3]` at `start` (the offset of the opening bracket); undefined if it is not such a list.
 */
export function parsePythonList(text: string, start: number): PythonList | undefined {
  if (text.startsWith('[]', start)) return { items: [], end: start + 2 };
  const items: string[] = [];
  item.lastIndex = start + 1;
  for (let match = item.exec(text); match; match = item.exec(text)) {
    const [, single, double, bare, next] = match;
    items.push(bare?.trim() ?? unescape(single ?? double ?? ''));
    if (next === ']') return { items, end: item.lastIndex };
  }
  return undefined;
}

function unescape(text: string): string {
  return text.replace(escape, (_, code: string) => {
    if (code.length === 1) return letters[code] ?? code;
    const point = parseInt(code.slice(1), 16);
    return point <= 0x10ffff ? String.fromCodePoint(point) : '';
  });
}
