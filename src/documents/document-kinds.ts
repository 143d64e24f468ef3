import type { ValidateFunction } from 'ajv';
import type { ErrorCode } from '../errors.js';
import type { Annotation } from '../generated/annotation.js';
import type { Discussion } from '../generated/discussion.js';
import type { ImportedDiscussion } from '../generated/imported-discussion.js';
import type { OriginalAnnotation } from '../generated/original-annotation.js';
import type { OriginalDiscussion } from '../generated/original-discussion.js';
import { validatorOf } from '../validators.js';
import { originalKind } from './original/original-kind.js';

/** A kind of document written by both our runs and the Python original. */
export interface DocumentKind<Ours, Original, Imported = never> {
  noun: 'discussion' | 'annotation';
  /** The error code for a JSON file that is not such a document. */
  invalid: ErrorCode;
  /** The error code for a second file with the same id. */
  duplicate: ErrorCode;
  /** True for a document that says to be of the other kind: both may share a folder, so it is skipped, not an error. */
  isOther(value: object): boolean;
  /** Compiled on the first call. */
  ours(): ValidateFunction<Ours>;
  original(): ValidateFunction<Original>;
  /** Absent for a kind that is never imported. */
  imported?(): ValidateFunction<Imported>;
}

export const discussionKind: DocumentKind<Discussion, OriginalDiscussion, ImportedDiscussion> = {
  noun: 'discussion',
  invalid: 'SYNDISCO_DISCUSSION_INVALID',
  duplicate: 'SYNDISCO_DISCUSSION_DUPLICATE_ID',
  isOther: (value) => originalKind(value) === 'annotation',
  ours: () => validatorOf<Discussion>('thorough', 'discussion'),
  original: () => validatorOf<OriginalDiscussion>('thorough', 'original-discussion'),
  imported: () => validatorOf<ImportedDiscussion>('thorough', 'imported-discussion'),
};

export const annotationKind: DocumentKind<Annotation, OriginalAnnotation> = {
  noun: 'annotation',
  invalid: 'SYNDISCO_ANNOTATION_INVALID',
  duplicate: 'SYNDISCO_ANNOTATION_DUPLICATE_ID',
  isOther: (value) => originalKind(value) === 'discussion',
  ours: () => validatorOf<Annotation>('thorough', 'annotation'),
  original: () => validatorOf<OriginalAnnotation>('thorough', 'original-annotation'),
};
