import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadConfig } from '../config/load-config.js';
import { throwIfAny } from '../errors.js';
import { inWords } from './in-option-words.js';
import type { Persona } from '../inputs/input-types.js';
import { InputReading } from '../inputs/input-reading.js';
import { readPersonas } from '../inputs/read-personas.js';

/** The personas of a file or folder. Throws all problems together. */
export async function readPersonaFiles(path: string | URL): Promise<readonly Persona[]> {
  const { config } = await loadConfig('options.json', { set: [], cwd: process.cwd(), text: '{}' });
  if (!config) throw new Error('an empty config is a config');
  const reading = new InputReading(config);
  const file = path instanceof URL ? fileURLToPath(path) : resolve(path);
  const personas = await readPersonas(reading, { path: file, named: { where: { file } } });
  throwIfAny(reading.problems.map(({ todo, ...problem }) => ({ ...problem, todo: inWords(todo) })));
  return personas ?? [];
}
