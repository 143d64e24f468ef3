import { showValue } from '../../source/show-value.js';
import type { Cell, RowReading, TableRow } from './table-row.js';
import { parseForeignJson } from '../../parse-foreign-json.js';

/** Rows from which it is learnt which keys there are. */
const probed = 1000;
const mostNames = 200;

/** The rows of JSON lines of any size, with the values of the keys that are asked for. */
export async function* readJsonRows(
  texts: AsyncIterable<string>,
  { choose, problems, columns }: RowReading,
): AsyncGenerator<TableRow> {
  const [seen, found] = [new Set<string>(), new Set<string>()];
  let objects = 0;
  for await (const { text, line } of linesOf(texts)) {
    if (text.trim() === '') continue;
    const value = parse(text);
    if (typeof value === 'string') {
      problems.note(
        line,
        `This line is not JSON: ${value}.`,
        'Write one JSON object per line; a line may have been cut.',
      );
      continue;
    }
    objects += 1;
    if (objects <= probed) for (const name of namesIn(value)) if (found.size < mostNames) found.add(name);
    yield {
      line,
      cells: columns.map((column) => {
        const cell = valueAt(value, column);
        if (cell !== undefined) seen.add(column);
        return asCell(cell);
      }),
    };
    // Other keys may be rare.
    if (objects === probed && !seen.has(columns[0] ?? '')) choose([...found, ...seen]);
  }
  if (objects > 0) choose([...found, ...seen]);
}

/** The object, or why there is none. */
function parse(text: string): object | string {
  try {
    const value = parseForeignJson(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? value
      : `expected an object, found ${showValue(value)}`;
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(/\s+/g, ' ').slice(0, 80) : String(error);
  }
}

/** `meta.score` is the key `score` in `meta`, unless there is a key of that name. */
function valueAt(row: object, path: string): unknown {
  if (Object.hasOwn(row, path)) return Reflect.get(row, path) ?? undefined;
  const dot = path.indexOf('.');
  if (dot < 0) return undefined;
  const inner = valueAt(row, path.slice(0, dot));
  return typeof inner === 'object' && inner !== null ? valueAt(inner, path.slice(dot + 1)) : undefined;
}

function asCell(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  return value === undefined || value === null ? undefined : JSON.stringify(value);
}

/** With those in inner objects. */
function namesIn(value: object, depth = 0): string[] {
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) && depth < 2
      ? namesIn(inner, depth + 1).map((name) => `${key}.${name}`)
      : [key],
  );
}

async function* linesOf(texts: AsyncIterable<string>): AsyncGenerator<{ text: string; line: number }> {
  let [rest, line] = ['', 0];
  for await (const text of texts) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const one of lines) yield { text: one, line: (line += 1) };
  }
  yield { text: rest, line: line + 1 };
}
