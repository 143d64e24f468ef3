import type { InputReading } from './input-reading.js';
import { whereInPersona } from './input-positions.js';
import type { Persona } from './input-types.js';

const orPseudonyms = 'or set discussions.experiment_variables.usernames to pseudonyms';

/** Participants know each other by name: without pseudonyms, every persona of a pool needs a username of its own. */
export function requireUsernames(reading: InputReading, personas: readonly Persona[]): void {
  const firstOf = new Map<string, Persona>();
  for (const persona of personas) {
    const name = persona.name.normalize('NFC');
    const first = firstOf.get(name);
    if (persona.name === '') reportNone(reading, persona);
    else if (first) reportSame(reading, persona, first);
    else firstOf.set(name, persona);
  }
}

function reportNone(reading: InputReading, persona: Persona): void {
  const isMissing = !Object.hasOwn(persona.traits, 'username');
  const code = isMissing ? 'SYNDISCO_PERSONA_MISSING_NAME' : 'SYNDISCO_PERSONA_BAD_NAME';
  const what = isMissing ? 'This persona has no username.' : 'The username is empty.';
  reading.report(code, at(persona), { what, todo: `Give every persona a username, ${orPseudonyms}.` });
}

function reportSame(reading: InputReading, persona: Persona, first: Persona): void {
  const { file = '', line = 0, column = 0 } = whereInPersona(first, 'username') ?? {};
  const what = `Duplicate username ${JSON.stringify(persona.name)}: it is also at ${file}:${line}:${column}.`;
  const todo = `Give every persona a different username, ${orPseudonyms}.`;
  reading.report('SYNDISCO_PERSONA_DUPLICATE_NAME', at(persona), { what, todo });
}

function at(persona: Persona): Parameters<InputReading['report']>[1] {
  return { named: { path: 'username', where: whereInPersona(persona, 'username') ?? {} } };
}
