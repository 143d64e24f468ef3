import type { Persona } from '../../inputs/input-types.js';

/** The username, or words in its place. */
export function nameOf({ name }: Persona): string {
  return name === '' ? '(no username)' : name;
}
