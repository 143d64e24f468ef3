import type { ColumnSource, SchemaElement } from 'hyparquet-writer';
import type { ColumnDescription } from '../column-layout.js';
import type { CellValue, ColumnType } from '../column-type.js';
import type { Batch, Part, Table } from '../rows.js';

/** A row group is in memory until it is written, so its texts are limited too. */
const mostRows = 10_000;
const mostCharacters = 4 * 1024 * 1024;

/** A Parquet file (Snappy, dictionaries where they save), written one row group at a time. */
export async function* parquet({ columns, batches }: Table): AsyncGenerator<Uint8Array> {
  const { ByteWriter, ParquetWriter } = await import('hyparquet-writer'); // most commands write none
  const bytes = new ByteWriter();
  const writer = new ParquetWriter({ writer: bytes, schema: schemaOf(columns), createdBy: 'syndisco' });
  const take = (): Uint8Array => {
    const taken = bytes.getBytes().slice();
    bytes.index = 0;
    return taken;
  };
  let group = openGroup(columns);
  for await (const batch of batches) {
    group.add(batch);
    if (!group.isFull()) continue;
    await writer.write({ columnData: group.columns, rowGroupSize: mostRows });
    yield take();
    group = openGroup(columns);
  }
  await writer.write({ columnData: group.columns, rowGroupSize: mostRows });
  await writer.finish();
  yield take();
}

interface RowGroup {
  columns: ColumnSource[];
  add(batch: Batch): void;
  isFull(): boolean;
}

function openGroup(columns: readonly ColumnDescription[]): RowGroup {
  const data: unknown[][] = columns.map(() => []);
  let [rows, characters] = [0, 0];
  const take = (part: Part, firstColumn: number): readonly unknown[] => {
    for (const cell of part) if (typeof cell === 'string') characters += cell.length;
    return part.map((cell, index) => (cell === null ? null : valueOf(columns[firstColumn + index], cell)));
  };
  return {
    columns: columns.map(({ name }, index) => ({ name, data: data[index] ?? [] })),
    add(batch) {
      batch.sections.forEach(({ firstColumn, parts }, section) => {
        const taken = parts.map((part) => take(part, firstColumn)); // rows share values, which are made once
        const own = data.slice(firstColumn, firstColumn + (parts[0]?.length ?? 0));
        for (const row of batch.rows) {
          const values = taken[row[section] ?? 0];
          for (const [index, column] of own.entries()) column.push(values?.[index]);
        }
      });
      rows += batch.rows.length;
    },
    isFull: () => rows >= mostRows || characters >= mostCharacters,
  };
}

function valueOf(column: ColumnDescription | undefined, cell: CellValue): unknown {
  return values[column?.type ?? 'text'](cell);
}

const asIs = (cell: CellValue): unknown => cell;

/** What the writer takes for a value of a type. */
const values: Readonly<Record<ColumnType, (cell: CellValue) => unknown>> = {
  text: asIs,
  integer: (cell) => BigInt(Number(cell)),
  number: asIs,
  boolean: asIs,
  timestamp: (cell) => new Date(String(cell)),
  list: (cell) => JSON.parse(String(cell)) as unknown,
};

function schemaOf(columns: readonly ColumnDescription[]): SchemaElement[] {
  return [{ name: 'root', num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

function elementsOf({ name, type }: ColumnDescription): SchemaElement[] {
  if (type !== 'list') return [{ name, ...elements[type], repetition_type: 'OPTIONAL' }];
  return [
    { name, converted_type: 'LIST', repetition_type: 'OPTIONAL', num_children: 1 },
    { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
    { name: 'element', ...elements.text, repetition_type: 'OPTIONAL' },
  ];
}

const elements: Readonly<Record<Exclude<ColumnType, 'list'>, Pick<SchemaElement, 'type' | 'converted_type'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT64' },
  number: { type: 'DOUBLE' },
  boolean: { type: 'BOOLEAN' },
  timestamp: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};
