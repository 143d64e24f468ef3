import { extname } from 'node:path';
import type { PopulationConfig } from '../config/population-config.js';
import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import type { Parsed } from '../source/parsed.js';
import { PositionedDocument } from '../source/positioned-document.js';
import type { PositionedNode } from '../source/positioned-node.js';
import { SourceText } from '../source/source-text.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { Persona } from './input-types.js';
import { parseTable } from './parse-table.js';
import { personasOf } from './personas-of.js';
import { choosePool, type Row } from './population/choose-pool.js';
import { mostBytes, readParquet } from './population/read-parquet.js';

const tables = ['.csv', '.tsv', '.jsonl', '.ndjson', '.parquet'];
const mostRows = 100_000;

/**
 * The personas of a JSON file (an array or one object), of a table (a row each), or of a folder (one object per .json
 * file, sorted by name); those of the pool if there is a `population`. Undefined if any of them is invalid, which is
 * reported.
 */
export async function readPersonas(
  reading: InputReading,
  input: NamedInput,
  population?: PopulationConfig,
): Promise<Persona[] | undefined> {
  if (input.path === '') return undefined;
  const before = reading.problems.length;
  const isFolder = await reading.isFolder(input);
  if (isFolder === undefined) return undefined;
  const files = isFolder ? await listPersonaFiles(reading, input) : [input.path];
  const roots: PositionedNode[] = [];
  for (const file of files) roots.push(...(await readPersonaFile(reading, { path: file, named: input.named })));
  if (reading.problems.length > before) return undefined;
  const pools = population ? [poolOf(reading, roots, population)] : roots;
  const personas = pools.flatMap((root) => (root ? personasOf(reading, new PositionedDocument(root)) : []));
  return reading.problems.length > before ? undefined : personas;
}

async function listPersonaFiles(reading: InputReading, folder: NamedInput): Promise<string[]> {
  const files = (await reading.listFolder(folder)) ?? [];
  const personaFiles = files.filter((file) => file.toLowerCase().endsWith('.json'));
  if (personaFiles.length === 0) {
    const what = `The folder ${folder.path} contains no .json file.`;
    reading.report('SYNDISCO_INPUT_EMPTY', folder, { what, todo: 'Add one JSON file per persona.' });
  }
  return personaFiles;
}

/** Nothing if it cannot be read or parsed, which is reported. */
async function readPersonaFile(reading: InputReading, input: NamedInput): Promise<PositionedNode[]> {
  const isTable = tables.includes(extname(input.path).toLowerCase());
  const source = await readSource(reading, input, isTable);
  if (!source) return [];
  const { root, problems } = isTable ? parsePersonaTable(source) : parseJson(source, inputCodes);
  reading.problems.push(...problems);
  if (!root) return [];
  if (!Array.isArray(root.value) || root.value.length <= mostRows) return [root];
  const what = `${input.path} has more than ${mostRows} personas.`;
  reading.report('SYNDISCO_INPUT_TOO_LARGE', input, { what, todo: 'Keep only those that may take part.' });
  return [];
}

async function readSource(reading: InputReading, input: NamedInput, isTable: boolean): Promise<SourceText | undefined> {
  if (extname(input.path).toLowerCase() !== '.parquet')
    return reading.readText(input, isTable ? { maxBytes: mostBytes } : {});
  const { text, problem } = await readParquet(input);
  if (problem) reading.problems.push(problem);
  if (text === undefined) return undefined;
  reading.files.set(input.path, text);
  return new SourceText(input.path, text);
}

/** In a CSV, what is written like a number is one, but for usernames. */
function parsePersonaTable(source: SourceText): Parsed {
  const isCsv = ['.csv', '.tsv'].includes(extname(source.file).toLowerCase());
  const file = isCsv ? source.file : 'rows.jsonl';
  const { root, problems } = parseTable(file, { source, mostRows, own: /^username$/ });
  if (!root || !isCsv || !Array.isArray(root.value)) return { ...(root && { root }), problems };
  return { root: { ...root, value: root.value.map(withNumbers) }, problems };
}

const plainNumber = /^-?(0|[1-9]\d{0,14})(\.\d{1,6})?$/;

function withNumbers(row: PositionedNode): PositionedNode {
  if (!(row.value instanceof Map)) return row;
  const cells = Array.from(row.value, ([column, entry]) => {
    const { value } = entry.node;
    const isNumber = column !== 'username' && typeof value === 'string' && plainNumber.test(value);
    const node = isNumber && String(Number(value)) === value ? { ...entry.node, value: Number(value) } : entry.node;
    return [column, { ...entry, node }] as const;
  });
  return { ...row, value: new Map(cells) };
}

function poolOf(
  reading: InputReading,
  roots: readonly PositionedNode[],
  population: PopulationConfig,
): PositionedNode | undefined {
  const rows = roots.flatMap((root) => (Array.isArray(root.value) ? root.value : [root]));
  const [first] = rows;
  if (!first) return roots[0];
  const before = reading.problems.length;
  const pool = choosePool(reading, rows.filter(isRow), population);
  // What is no object is reported with the personas.
  const others = rows.filter((row) => !isRow(row));
  return reading.problems.length > before ? undefined : { place: first.place, value: [...pool, ...others] };
}

function isRow(node: PositionedNode): node is Row {
  return node.value instanceof Map;
}
