import type { InputReading, NamedInput } from './input-reading.js';
import { normaliseText } from './normalise-text.js';

/** The instructions in a text file; empty, and reported, if they cannot be read. */
export async function readInstructions(reading: InputReading, input: NamedInput): Promise<string> {
  if (input.path === '') return '';
  const source = await reading.readText(input);
  return source ? normaliseText(source.text) : '';
}
