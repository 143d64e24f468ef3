import type { Persona } from '../../inputs/input-types.js';

/** `anna`, or words for a persona without a username. */
export function nameOf({ name }: Persona): string {
  return name === '' ? 'a persona without a username' : name;
}
