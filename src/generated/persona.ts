/* Generated from schemas/persona.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * A number of years or a range such as "45-54".
 */
export type Trait = string | number | boolean | null | (string | number)[];
export type Trait1 = string | number | boolean | null | (string | number)[];
/**
 * A list of words.
 */
export type Trait2 = string | number | boolean | null | (string | number)[];

/**
 * A described character. Any further key is a trait too.
 */
export interface PersonaFile {
  /**
   * The name that the other actors see, unless pseudonyms are drawn. May be missing or empty: of annotators always, of participants with pseudonyms.
   */
  username?: string;
  age?: Trait;
  sex?: Trait1;
  sexual_orientation?: Trait1;
  demographic_group?: Trait1;
  current_employment?: Trait1;
  education_level?: Trait1;
  special_instructions?: Trait1;
  personality_characteristics?: Trait2;
  [k: string]: Trait1 | string | Trait | Trait2 | undefined;
}
