import type { Persona as Described, TraitValue } from '../inputs/input-types.js';
import { isObject, nullable, optional, refuseFaults, required, text, wrongType, type Check } from './checks/check.js';

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

  /** A persona from plain data. Throws a `SyndiscoError` for values that are no traits (`SYNDISCO_CONFIG_WRONG_TYPE`). */
  static from(traits: Traits): Persona {
    refuseFaults(traits, checkTraits, 'traits');
    const given = Object.entries(traits).filter((entry): entry is [string, TraitValue] => entry[1] !== undefined);
    return new Persona(Object.fromEntries(given));
  }

  /**
   * The personas of a JSON file: one object, or an array of them. Throws all problems together (`SYNDISCO_INPUT_NOT_FOUND`,
   * `SYNDISCO_INPUT_SYNTAX`, `SYNDISCO_PERSONA_WRONG_TYPE` …), each with its line. Takes a path or a `file:` URL.
   */
  static async fromFile(path: string | URL): Promise<Persona[]> {
    refuseFaults(path, filePath, 'path');
    const { readPersonaFiles } = await import('./read-persona-files.js');
    return (await readPersonaFiles(path)).map(({ traits }) => new Persona(traits));
  }

  /** The personas of a folder with one JSON file each, sorted by file name. Throws as `fromFile` does. */
  static fromDirectory(path: string | URL): Promise<Persona[]> {
    return Persona.fromFile(path);
  }
}

/** Values that a persona file can have. */
const checkTraits: Check = (traits, path) =>
  isObject(traits)
    ? Object.entries(traits).flatMap(([trait, value]) =>
        (trait === 'username' ? optional(text) : traitValue)(value, trait),
      )
    : [wrongType(traits, path, 'an object of traits')];

const isItem = (value: unknown): boolean => typeof value === 'string' || Number.isFinite(value);

const traitValue = nullable(
  required(
    (value) => isItem(value) || typeof value === 'boolean' || (Array.isArray(value) && value.every(isItem)),
    'a text, a finite number, true, false, or a list of texts and numbers',
  ),
);

const filePath = required(
  (value) => (typeof value === 'string' && value !== '') || (value instanceof URL && value.protocol === 'file:'),
  'a path or a file: URL',
);
