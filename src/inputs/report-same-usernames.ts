import type { InputReading } from './input-reading.js';
import type { PlacedPersona } from './personas-of.js';

/** Actors are identified by name, so usernames must be unique within a pool. */
export function reportSameUsernames(reading: InputReading, personas: readonly PlacedPersona[]): void {
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
