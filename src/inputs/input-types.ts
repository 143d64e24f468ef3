/** A described character. `traits` keeps every key of the file, in its order, `username` included. */
export interface Persona {
  name: string;
  traits: Readonly<Record<string, TraitValue>>;
}

export type TraitValue = string | number | boolean | null | readonly (string | number)[];

/** The file that holds the seed opinion. */
export interface Topic {
  /** The file's stem. */
  name: string;
  openings: readonly string[];
}

/** Everything that a run reads besides its config. */
export interface Inputs {
  /** The pool that participants are drawn from, in the order read. */
  personas: readonly Persona[];
  topics: readonly Topic[];
  participantInstructions: string;
  moderatorInstructions: string;
  annotators: readonly Persona[];
  annotatorInstructions: string;
}
