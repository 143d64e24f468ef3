import { findFaults, locateFaults, type FaultCodes } from '../source/find-faults.js';
import type { Path, PositionedDocument } from '../source/positioned-document.js';
import type { PersonaFile } from '../generated/persona.js';
import type { InputReading } from './input-reading.js';
import { rememberPersona } from './input-positions.js';
import type { Persona, TraitValue } from './input-types.js';

/** The personas of a parsed file, an array of objects or one object. Invalid ones are reported and left out. */
export function personasOf(reading: InputReading, document: PositionedDocument): Persona[] {
  const { value } = document;
  if (Array.isArray(value) && value.length === 0) reportNoPersona(reading, document);
  const candidates: [Path, unknown][] = Array.isArray(value)
    ? value.map((item, index) => [[String(index)], item])
    : [[[], value]];
  const faults = candidates.map(([at, candidate]) => findFaults(candidate, 'persona', at));
  reading.problems.push(...locateFaults(faults.flat(), document, faultCodes));
  return candidates
    .filter((_, index) => faults[index]?.length === 0)
    .map(([at, valid]) => placePersona(valid as PersonaFile, document, at));
}

function placePersona(file: PersonaFile, document: PositionedDocument, at: Path): Persona {
  const traits = file as Record<string, TraitValue>;
  const persona = { name: file.username ?? '', traits };
  rememberPersona(persona, (trait) => document.whereValue([...at, trait]));
  return persona;
}

/** A persona may have any key, so the other kinds of fault do not occur. */
const faultCodes: FaultCodes = {
  missingKey: 'SYNDISCO_PERSONA_MISSING_NAME',
  malformed: 'SYNDISCO_PERSONA_BAD_NAME',
  wrongType: 'SYNDISCO_PERSONA_WRONG_TYPE',
  unknownKey: 'SYNDISCO_PERSONA_WRONG_TYPE',
  unknownValue: 'SYNDISCO_PERSONA_WRONG_TYPE',
  outOfRange: 'SYNDISCO_PERSONA_WRONG_TYPE',
};

function reportNoPersona(reading: InputReading, document: PositionedDocument): void {
  const what = 'This list of personas is empty.';
  reading.problems.push({
    code: 'SYNDISCO_INPUT_EMPTY',
    what,
    todo: 'Add at least one persona.',
    where: document.whereValue([]),
  });
}
