import type { ColumnDescription } from '../column-layout.js';
import type { CellValue } from '../column-type.js';
import type { Batch, Part, Table } from '../rows.js';

const enough = 256 * 1024;

/** One JSON object per line, with every column in it; what is missing is null. */
export async function* jsonl({ columns, batches }: Table): AsyncGenerator<string> {
  const fields = columns.map(({ name, type }) => ({ start: `${JSON.stringify(name)}:`, type }));
  for await (const batch of batches) yield* writeBatch(batch, fields);
}

interface Field {
  start: string;
  type: ColumnDescription['type'];
}

function* writeBatch({ sections, rows }: Batch, fields: readonly Field[]): Generator<string> {
  const written = sections.map(({ firstColumn, parts }) => {
    const own = fields.slice(firstColumn);
    return parts.map((part) => writePart(part, own));
  });
  let chunk = '';
  for (const row of rows) {
    chunk += `{${written.map((parts, section) => parts[row[section] ?? 0]).join(',')}}\n`;
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
