import type { Annotation } from '../generated/annotation.js';
import type { Discussion } from '../generated/discussion.js';
import type { ImportedDiscussion } from '../generated/imported-discussion.js';
import type { OriginalAnnotation } from '../generated/original-annotation.js';
import type { OriginalDiscussion } from '../generated/original-discussion.js';

/** A described character. `traits` has every key of the file, in file order, including `username`. */
export interface Persona {
  /** Its username; empty if it has none. */
  name: string;
  traits: Readonly<Record<string, TraitValue>>;
}

export type TraitValue = string | number | boolean | null | readonly (string | number)[];

/** A file, or a row of a table, with seed opinions. */
export interface Topic {
  /** The file name without its extension, or the row's `topic`. */
  name: string;
  openings: readonly string[];
  /** The author of each opening, if fixed; absent if none is. */
  authors?: readonly (string | undefined)[];
  /** Further columns of the row. */
  metadata?: Readonly<Record<string, string | number | boolean | null>>;
}

/** The inputs of discussions. */
export interface DiscussionInputs {
  /** The pool from which participants are drawn, in the order read. */
  personas: readonly Persona[];
  /** The names that participants are given, in the order read; absent if they have their personas' usernames. */
  pseudonyms?: readonly string[];
  topics: readonly Topic[];
  participantInstructions: string;
  moderatorInstructions: string;
  /** Absent if the moderator has none. */
  moderatorPersona?: Persona;
  /** By role name; absent without roles. */
  roleInstructions?: Readonly<Record<string, string>>;
  /** Identifies the weights of the model of `model_parameters`; absent where they are no local file. */
  modelFingerprint?: string;
  /** Likewise of those of `models`, by name. */
  modelFingerprints?: ReadonlyMap<string, string>;
  /** Names of `models` that single personas have; the config cannot say so. */
  personaModels?: ReadonlyMap<Persona, string>;
  /** The source text of a custom turn manager. */
  turnManagerSource?: string;
  /** The source text of a custom prompt layout. */
  promptLayoutSource?: string;
}

/** Everything that a run reads, apart from its config. The models are those of the annotators. */
export interface Inputs extends DiscussionInputs {
  /** The inputs of each condition of a matrix, by condition name; absent without a matrix. */
  byCondition?: ReadonlyMap<string, DiscussionInputs>;
  annotators: readonly Persona[];
  annotatorInstructions: string;
  /** The only one of `annotation.models` that an annotator has; the config cannot say so. */
  annotatorModels?: ReadonlyMap<Persona, string>;
  /** The inputs of each annotation set of a matrix, by name; absent without such sets. */
  bySet?: ReadonlyMap<string, AnnotationInputs>;
}

/** The inputs of an annotation set, with its models. */
export type AnnotationInputs = Pick<
  Inputs,
  'annotators' | 'annotatorInstructions' | 'modelFingerprint' | 'modelFingerprints'
>;

/**
 * The location of a document. The original stores its condition in the folder's name; its latest version stores the id
 * in the stem.
 */
export interface DocumentPlace {
  file: string;
  /** The file's name without `.json`. */
  stem: string;
  /** The name of the folder that contains the file. */
  folder: string;
}

/** A validated discussion file: from our own runs, from the Python original, or imported from a table of comments. */
export type DiscussionFile = DocumentPlace &
  (
    | { origin: 'syndisco'; document: Discussion }
    | { origin: 'original'; document: OriginalDiscussion }
    | { origin: 'imported'; document: ImportedDiscussion }
  );

/** A validated annotation file, from our own runs or from the Python original. */
export type AnnotationFile = DocumentPlace &
  ({ origin: 'syndisco'; document: Annotation } | { origin: 'original'; document: OriginalAnnotation });
