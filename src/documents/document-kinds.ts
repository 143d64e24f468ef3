import type { ValidateFunction } from 'ajv';
import type { ErrorCode } from '../errors.js';
import type { Annotation } from '../generated/annotation.js';
import type { Discussion } from '../generated/discussion.js';
import type { ImportedDiscussion } from '../generated/imported-discussion.js';
import type { OriginalAnnotation } from '../generated/original-annotation.js';
import type { OriginalDiscussion } from '../generated/original-discussion.js';
import { validatorOf } from '../validators.js';
import { originalKind } from './original/original-kind.js';
import { lineOfComment } from './slice-head.js';

/** A kind of document written by both our runs and the Python original. */
export interface DocumentKind<Ours, Original, Imported = never> {
  noun: 'discussion' | 'annotation';
  /** The error code for a JSON file that is not such a document. */
  invalid: ErrorCode;
  /** The error code for a second file with the same id. */
  duplicate: ErrorCode;
  /** True for a document that says to be of the other kind: both may share a folder, so it is skipped, not an error. */
  isOther(value: object): boolean;
  /** What a survey must see of comments. */
  neededLines: readonly Buffer[];
  /** Each is compiled on the first call. */
  ours(): ValidateFunction<Ours>;
  /** The same, for a document as it was published: stops at the first fault. */
  published(): ValidateFunction<Ours>;
  original(): ValidateFunction<Original>;
  /** Absent for a kind that is never imported. */
  imported?(): ValidateFunction<Imported>;
}

export const discussionKind: DocumentKind<Discussion, OriginalDiscussion, ImportedDiscussion> = {
  noun: 'discussion',
  invalid: 'SYNDISCO_DISCUSSION_INVALID',
  duplicate: 'SYNDISCO_DISCUSSION_DUPLICATE_ID',
  isOther: (value) => originalKind(value) === 'annotation',
  // Speakers without a seat, columns of imported comments, and moderators who were asked first.
  neededLines: ['"model": "injected"', '"model": "human"', '"intervention": {'].map(lineOfComment),
  ours: () => validatorOf<Discussion>('thorough', 'discussion'),
  published: () => validatorOf<Discussion>('quick', 'discussion'),
  original: () => validatorOf<OriginalDiscussion>('thorough', 'original-discussion'),
  imported: () => validatorOf<ImportedDiscussion>('thorough', 'imported-discussion'),
};

export const annotationKind: DocumentKind<Annotation, OriginalAnnotation> = {
  noun: 'annotation',
  invalid: 'SYNDISCO_ANNOTATION_INVALID',
  duplicate: 'SYNDISCO_ANNOTATION_DUPLICATE_ID',
  isOther: (value) => originalKind(value) === 'discussion',
  // Which labels an engine scored.
  neededLines: ['"scores": {'].map(lineOfComment),
  ours: () => validatorOf<Annotation>('thorough', 'annotation'),
  published: () => validatorOf<Annotation>('quick', 'annotation'),
  original: () => validatorOf<OriginalAnnotation>('thorough', 'original-annotation'),
};
