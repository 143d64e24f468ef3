import { inputCodes } from '../source/file-codes.js';
import { parseJson } from '../source/parse-json.js';
import { PositionedDocument } from '../source/positioned-document.js';
import type { InputReading, NamedInput } from './input-reading.js';
import type { Persona } from './input-types.js';
import { personasOf, type PlacedPersona } from './personas-of.js';

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
  const personas: PlacedPersona[] = [];
  for (const file of files) personas.push(...(await readPersonaFile(reading, { path: file, named: input.named })));
  reportSameUsernames(reading, personas);
  return reading.problems.length > before ? undefined : personas.map(({ persona }) => persona);
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

async function readPersonaFile(reading: InputReading, input: NamedInput): Promise<PlacedPersona[]> {
  const source = await reading.readText(input);
  if (!source) return [];
  const { root, problems } = parseJson(source, inputCodes);
  reading.problems.push(...problems);
  return root ? personasOf(reading, new PositionedDocument(root)) : [];
}

/** Actors are identified by name, so usernames must be unique within a pool. */
function reportSameUsernames(reading: InputReading, personas: readonly PlacedPersona[]): void {
  const firstOf = new Map<string, PlacedPersona>();
  for (const placed of personas) {
    const { name } = placed.persona;
    const first = firstOf.get(name);
    if (first) reportSame(reading, placed, first);
    else firstOf.set(name, placed);
  }
}

function reportSame(reading: InputReading, { persona, whereName }: PlacedPersona, first: PlacedPersona): void {
  const { file = '', line = 0, column = 0 } = first.whereName();
  const what = `Duplicate username ${JSON.stringify(persona.name)}: it is also at ${file}:${line}:${column}.`;
  const named = { path: 'username', where: whereName() };
  reading.report(
    'SYNDISCO_PERSONA_DUPLICATE_NAME',
    { named },
    { what, todo: 'Give every persona a different username.' },
  );
}
