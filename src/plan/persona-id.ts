import type { Persona } from '../inputs/input-types.js';
import { hashPersona } from './fields/discussion-fields.js';

/** Identifies a persona by its content, whatever it is called: the first 8 hex digits of its hash. */
export function personaId(persona: Persona): string {
  return hashPersona(persona).slice(0, 8);
}
