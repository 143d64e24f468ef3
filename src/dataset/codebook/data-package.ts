import type { ColumnType } from '../column-type.js';
import type { Codebook, TableDescription } from './codebook.js';

/** A Frictionless data package (v1): the files, with types, levels, missing values and keys. */
export function dataPackage(codebook: Codebook): object {
  const { experiment, version, notes, selection, others, tables } = codebook;
  return {
    profile: 'data-package',
    name: packageName(experiment),
    title: experiment,
    description: [`A data set of synthetic discussions, made with syndisco ${version}.`, ...notes].join('\n\n'),
    ...(selection !== '' && { selection }),
    ...(others.length > 0 && { other_selections: others }),
    resources: tables.map(resourceOf),
  };
}

/** Lower-case letters, digits, dots, hyphens and underscores. */
function packageName(name: string): string {
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9._-]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'data'
  );
}

/** CSV first: every reader of data packages has it. */
const preferred = ['csv', 'jsonl', 'parquet'];

function resourceOf(table: TableDescription): object {
  const { name, meaning, files, columns, key, references } = table;
  const format = preferred.find((one) => files.some((file) => file.endsWith(`.${one}`))) ?? 'csv';
  const path = files.find((file) => file.endsWith(`.${format}`));
  return {
    name,
    description: meaning,
    path,
    format,
    ...(format === 'csv' && { mediatype: 'text/csv', encoding: 'utf-8', dialect: { lineTerminator: '\r\n' } }),
    schema: {
      fields: columns.map(fieldOf),
      missingValues: [''],
      ...(key.length > 0 && { primaryKey: key }),
      foreignKeys: references.map((reference) => ({
        fields: reference.columns,
        reference: { resource: reference.table, fields: reference.key },
      })),
    },
  };
}

const types: Readonly<Record<ColumnType, string>> = {
  text: 'string',
  integer: 'integer',
  number: 'number',
  boolean: 'boolean',
  timestamp: 'datetime',
  list: 'array',
};

function fieldOf(column: TableDescription['columns'][number]): object {
  const { name, type, meaning, unit, empty, levels, empty_cells: emptyCells } = column;
  const isRequired = empty === undefined && emptyCells === 0;
  const categories = type === 'text' && levels && levels.size > 0 ? [...levels.keys()] : undefined;
  const constraints = { ...(isRequired && { required: true }), ...(categories && { enum: categories }) };
  return {
    name,
    type: types[type],
    ...(type === 'timestamp' && { format: 'any' }),
    ...(type === 'boolean' && { trueValues: ['true'], falseValues: ['false'] }),
    description: [meaning, unit && `In ${unit}.`, empty && `Empty: ${empty}.`].filter(Boolean).join(' '),
    ...(Object.keys(constraints).length > 0 && { constraints }),
  };
}
