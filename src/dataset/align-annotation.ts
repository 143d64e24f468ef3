import { findLastShown } from './find-last-shown.js';
import { matchInOrder } from './match-in-order.js';
import type { AnnotationEntry, AnnotationRecord, CommentRecord, DiscussionRecord } from '../documents/records.js';
import { isSilentInOriginal } from '../silence.js';

export interface AlignedAnnotation {
  annotation: AnnotationRecord;
  /** The annotator's answers, by the comment's turn. */
  answers: ReadonlyMap<number, AnnotationEntry>;
  /** Annotated comments that are missing from the discussion or out of order. */
  unaligned: number;
}

/**
 * Finds the comment that each entry of an annotation is about: by its turn if the file has it, otherwise by order.
 * Never by text alone: the same text can occur several times, and each occurrence is a separate comment. Files of the
 * original's 2.1 have no text at all, those of 2.1.1 the comments that the annotator was shown.
 */
export function alignAnnotation(discussion: DiscussionRecord, annotation: AnnotationRecord): AlignedAnnotation {
  const turns = turnsOf(discussion.comments, annotation.entries);
  const answers = new Map<number, AnnotationEntry>();
  annotation.entries.forEach((entry, index) => {
    const turn = turns[index];
    if (turn !== undefined && !answers.has(turn)) answers.set(turn, entry);
  });
  return { annotation, answers, unaligned: annotation.entries.length - answers.size };
}

function turnsOf(comments: readonly CommentRecord[], given: readonly AnnotationEntry[]): (number | undefined)[] {
  if (given.every((entry) => entry.turn !== null)) return given.map((entry) => statedTurn(comments, entry));
  const entries = withShownTexts(comments, given);
  const usual = usualSelections(comments).filter((selection) => isExactly(selection, entries));
  if (usual[0] && (hasTexts(entries) || areSame(usual))) return usual[0].map((comment) => comment.turn);
  if (!hasTexts(entries)) return [];
  return matchInOrder(
    entries.map(({ text }) => (text === null ? unknown : comparable(text))),
    comments.map((comment) => comparable(comment.text)),
  );
}

/** Equals no comment. */
const unknown = '\0';

/** The annotated comment is the last one shown; nothing that is shown says that it was a silent turn. */
function withShownTexts(comments: readonly CommentRecord[], entries: readonly AnnotationEntry[]): AnnotationEntry[] {
  const lastShown = findLastShown(comments);
  return entries.map((entry) =>
    entry.shown === undefined ? entry : { ...entry, text: lastShown(entry.shown) ?? entry.text },
  );
}

function hasTexts(entries: readonly AnnotationEntry[]): boolean {
  return entries.some(({ text }) => text !== null);
}

function areSame([first = [], ...others]: readonly (readonly CommentRecord[])[]): boolean {
  return others.every((selection) => selection.every((comment, index) => comment === first[index]));
}

function statedTurn(comments: readonly CommentRecord[], { turn, text }: AnnotationEntry): number | undefined {
  const comment = comments[turn ?? -1];
  return comment && comparable(comment.text) === comparable(text ?? '') ? comment.turn : undefined;
}

/**
 * The comments that annotation files can contain: all, or without the moderator's, without silent turns, or without
 * both.
 */
function usualSelections(comments: readonly CommentRecord[]): (readonly CommentRecord[])[] {
  const people = comments.filter((comment) => !comment.actor.isModerator);
  return [comments, people, comments.filter(hasText), people.filter(hasText)];
}

function hasText(comment: CommentRecord): boolean {
  return comment.text !== '';
}

function isExactly(comments: readonly CommentRecord[], entries: readonly AnnotationEntry[]): boolean {
  return (
    comments.length === entries.length &&
    comments.every((comment, index) => {
      const entry = entries[index];
      return entry !== undefined && mayBeAbout(entry, comment);
    })
  );
}

function mayBeAbout({ text, shown }: AnnotationEntry, comment: CommentRecord): boolean {
  if (text === null) return shown === undefined || comment.text === '';
  return comparable(comment.text) === comparable(text) || (shown !== undefined && comment.text === '');
}

/** Surrounding white space and the notation for silence differ between files of the same discussion. */
function comparable(text: string): string {
  return isSilentInOriginal(text) ? '' : text.trim();
}
