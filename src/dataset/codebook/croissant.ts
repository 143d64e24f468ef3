import type { ColumnType } from '../column-type.js';
import type { Codebook, TableDescription } from './codebook.js';

/** A file of a table as it was written. */
export interface WrittenFile {
  name: string;
  bytes: number;
  sha256: string;
}

/** A description in Croissant 1.0 (JSON-LD), from which `mlcroissant` and search engines for data sets read the tables. */
export function croissant(codebook: Codebook, files: readonly WrittenFile[]): object {
  const { experiment, version, notes, tables } = codebook;
  const described = tables.flatMap((table) => {
    const file = preferredFile(table, files);
    return file === undefined ? [] : [{ table, file }];
  });
  return {
    '@context': context,
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: experiment,
    description: [`A data set of synthetic discussions, made with syndisco ${version}.`, ...notes].join('\n\n'),
    distribution: described.map(({ file }) => fileObject(file)),
    recordSet: described.map(({ table, file }) => recordSet(table, file)),
  };
}

const encodings = { parquet: 'application/x-parquet', csv: 'text/csv', jsonl: 'application/jsonlines' } as const;

/** Parquet first: it has types. */
function preferredFile({ files }: TableDescription, written: readonly WrittenFile[]): WrittenFile | undefined {
  const own = written.filter(({ name }) => files.includes(name));
  return Object.keys(encodings).flatMap((format) => own.find(({ name }) => name.endsWith(`.${format}`)) ?? [])[0];
}

function fileObject({ name, bytes, sha256 }: WrittenFile): object {
  const encoding = Object.entries(encodings).find(([format]) => name.endsWith(`.${format}`))?.[1];
  return {
    '@type': 'cr:FileObject',
    '@id': name,
    name,
    contentUrl: name,
    contentSize: `${bytes} B`,
    encodingFormat: encoding,
    sha256,
  };
}

function recordSet({ name, meaning, key, references, columns }: TableDescription, file: WrittenFile): object {
  const idOf = (table: string, column: string): string => `${table}/${column}`;
  const referenceOf = (column: string): object | undefined => {
    const one = references.find(({ columns: own }) => own.length === 1 && own[0] === column);
    return one && { references: { field: { '@id': idOf(one.table, one.key[0] ?? '') } } };
  };
  return {
    '@type': 'cr:RecordSet',
    '@id': name,
    name,
    description: meaning,
    ...(key.length > 0 && { key: key.map((column) => ({ '@id': idOf(name, column) })) }),
    field: columns.map(({ name: column, type, meaning: what, unit, empty }) => ({
      '@type': 'cr:Field',
      '@id': idOf(name, column),
      name: column,
      description: [what, unit && `In ${unit}.`, empty && `Empty: ${empty}.`].filter(Boolean).join(' '),
      dataType: types[type],
      ...(type === 'list' && file.name.endsWith('.parquet') && { repeated: true }),
      source: { fileObject: { '@id': file.name }, extract: { column } },
      ...referenceOf(column),
    })),
  };
}

const types: Readonly<Record<ColumnType, string>> = {
  text: 'sc:Text',
  integer: 'sc:Integer',
  number: 'sc:Float',
  boolean: 'sc:Boolean',
  timestamp: 'sc:DateTime',
  list: 'sc:Text',
};

/** The one that the specification prescribes. */
const context = {
  '@language': 'en',
  '@vocab': 'https://schema.org/',
  citeAs: 'cr:citeAs',
  column: 'cr:column',
  conformsTo: 'dct:conformsTo',
  cr: 'http://mlcommons.org/croissant/',
  rai: 'http://mlcommons.org/croissant/RAI/',
  data: { '@id': 'cr:data', '@type': '@json' },
  dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
  dct: 'http://purl.org/dc/terms/',
  equivalentProperty: 'cr:equivalentProperty',
  examples: { '@id': 'cr:examples', '@type': '@json' },
  extract: 'cr:extract',
  field: 'cr:field',
  fileProperty: 'cr:fileProperty',
  fileObject: 'cr:fileObject',
  fileSet: 'cr:fileSet',
  format: 'cr:format',
  includes: 'cr:includes',
  isLiveDataset: 'cr:isLiveDataset',
  jsonPath: 'cr:jsonPath',
  key: 'cr:key',
  md5: 'cr:md5',
  parentField: 'cr:parentField',
  path: 'cr:path',
  recordSet: 'cr:recordSet',
  references: 'cr:references',
  regex: 'cr:regex',
  repeated: 'cr:repeated',
  replace: 'cr:replace',
  samplingRate: 'cr:samplingRate',
  sc: 'https://schema.org/',
  separator: 'cr:separator',
  source: 'cr:source',
  subField: 'cr:subField',
  transform: 'cr:transform',
};
