import type { Annotation } from '../generated/annotation.js';
import type { Discussion } from '../generated/discussion.js';
import type { OriginalAnnotation } from '../generated/original-annotation.js';
import type { OriginalDiscussion } from '../generated/original-discussion.js';

/** A described character. `traits` keeps every key of the file, in its order, `username` included. */
export interface Persona {
  name: string;
  traits: Readonly<Record<string, TraitValue>>;
}

export type TraitValue = string | number | boolean | null | readonly (string | number)[];

/** The file, or the row of a table, that holds the seed opinions. */
export interface Topic {
  /** The file's stem, or the row's `topic`. */
  name: string;
  openings: readonly string[];
  /** Who posts each opening, where that is fixed; absent when none is. */
  authors?: readonly (string | undefined)[];
  /** Further columns of the row. */
  metadata?: Readonly<Record<string, string | number | boolean | null>>;
}

/** What discussions are made of. */
export interface DiscussionInputs {
  /** The pool that participants are drawn from, in the order read. */
  personas: readonly Persona[];
  topics: readonly Topic[];
  participantInstructions: string;
  moderatorInstructions: string;
  /** By the role's name; absent without roles. */
  roleInstructions?: Readonly<Record<string, string>>;
  /** The text of a turn manager of the user's own. */
  turnManagerSource?: string;
}

/** Everything that a run reads besides its config. */
export interface Inputs extends DiscussionInputs {
  /** What each condition of a matrix is made of, by its name; absent without a matrix. */
  byCondition?: ReadonlyMap<string, DiscussionInputs>;
  annotators: readonly Persona[];
  annotatorInstructions: string;
}

/** Where a document lies. The original keeps its condition in the folder's name, and its latest version the id in the stem. */
export interface DocumentPlace {
  file: string;
  /** The file's name without `.json`. */
  stem: string;
  /** The name of the folder that holds the file. */
  folder: string;
}

/** A checked discussion file: of our own runs, or of the Python original. */
export type DiscussionFile = DocumentPlace &
  ({ origin: 'syndisco'; document: Discussion } | { origin: 'original'; document: OriginalDiscussion });

/** A checked annotation file: of our own runs, or of the Python original. */
export type AnnotationFile = DocumentPlace &
  ({ origin: 'syndisco'; document: Annotation } | { origin: 'original'; document: OriginalAnnotation });
