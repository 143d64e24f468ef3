import type { ColumnDescription } from '../column-layout.js';
import type { CellValue } from '../column-type.js';
import type { Part, Row, Table } from '../rows.js';

const enough = 256 * 1024;

/** One JSON object per line, with every column in it; what is missing is null. */
export async function* jsonl({ columns, rows }: Table): AsyncGenerator<string> {
  const fields = columns.map(({ name, type }) => ({ start: `${JSON.stringify(name)}:`, type }));
  for await (const batch of rows) yield* writeRows(batch, fields);
}

interface Field {
  start: string;
  type: ColumnDescription['type'];
}

function* writeRows(rows: readonly Row[], fields: readonly Field[]): Generator<string> {
  const written = new Map<Part, string>();
  let chunk = '';
  for (const row of rows) {
    let column = 0;
    const parts = row.map((part) => {
      const text = written.get(part) ?? writePart(part, fields.slice(column, column + part.length));
      written.set(part, text);
      column += part.length;
      return text;
    });
    chunk += `{${parts.join(',')}}\n`;
    if (chunk.length < enough) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}

/** By hand: an object would put names that look like numbers first. */
function writePart(part: Part, fields: readonly Field[]): string {
  return part.map((cell, index) => `${fields[index]?.start ?? ''}${writeCell(cell, fields[index]?.type)}`).join(',');
}

function writeCell(cell: CellValue, type: Field['type'] | undefined): string {
  return type === 'list' && typeof cell === 'string' ? cell : JSON.stringify(cell);
}
