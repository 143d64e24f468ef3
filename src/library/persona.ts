import type { Persona as Described, TraitValue } from '../inputs/input-types.js';

/** Any key is a trait. `username` may be missing or empty: annotators need no name. */
export interface Traits {
  readonly username?: string;
  readonly [trait: string]: TraitValue | undefined;
}

/** A described character: what is known of it, in the order in which a prompt lists it. */
export class Persona implements Described {
  private constructor(readonly traits: Readonly<Record<string, TraitValue>>) {}

  /** Empty if it has none. */
  get name(): string {
    const { username } = this.traits;
    return typeof username === 'string' ? username : '';
  }

  /** A persona from plain data. Its values are checked when an experiment begins. */
  static from(traits: Traits): Persona {
    const given = Object.entries(traits).filter((entry): entry is [string, TraitValue] => entry[1] !== undefined);
    return new Persona(Object.fromEntries(given));
  }

  /**
   * The personas of a JSON file: one object, or an array of them. Throws all problems together (`SYNDISCO_INPUT_NOT_FOUND`,
   * `SYNDISCO_INPUT_SYNTAX`, `SYNDISCO_PERSONA_WRONG_TYPE` …), each with its line.
   */
  static async fromFile(path: string): Promise<Persona[]> {
    const { readPersonaFiles } = await import('./read-persona-files.js');
    return (await readPersonaFiles(path)).map(({ traits }) => new Persona(traits));
  }

  /** The personas of a folder with one JSON file each, sorted by file name. Throws as `fromFile` does. */
  static fromDirectory(path: string): Promise<Persona[]> {
    return Persona.fromFile(path);
  }
}
