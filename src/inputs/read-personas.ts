import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import { PositionedDocument } from '../source/positioned-document.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { Persona } from './input-types.js';
import { personasOf } from './personas-of.js';

/**
 * The personas of a JSON file (an array or one object) or of a folder (one object per .json file, sorted by name).
 * Undefined if any of them is invalid, which is reported.
 */
export async function readPersonas(reading: InputReading, input: NamedInput): Promise<Persona[] | undefined> {
  if (input.path === '') return undefined;
  const before = reading.problems.length;
  const isFolder = await reading.isFolder(input);
  if (isFolder === undefined) return undefined;
  const files = isFolder ? await listPersonaFiles(reading, input) : [input.path];
  const personas: Persona[] = [];
  for (const file of files) personas.push(...(await readPersonaFile(reading, { path: file, named: input.named })));
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

async function readPersonaFile(reading: InputReading, input: NamedInput): Promise<Persona[]> {
  const source = await reading.readText(input);
  if (!source) return [];
  const { root, problems } = parseJson(source, inputCodes);
  reading.problems.push(...problems);
  return root ? personasOf(reading, new PositionedDocument(root)) : [];
}
