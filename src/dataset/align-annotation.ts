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
 * Never by text alone: the same text can occur several times, and each occurrence is a separate comment.
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

function turnsOf(comments: readonly CommentRecord[], entries: readonly AnnotationEntry[]): (number | undefined)[] {
  if (entries.every((entry) => entry.turn !== null)) return entries.map((entry) => statedTurn(comments, entry));
  const usual = usualSelections(comments).find((selection) => isExactly(selection, entries));
  if (usual) return usual.map((comment) => comment.turn);
  return matchInOrder(
    entries.map((entry) => comparable(entry.text)),
    comments.map((comment) => comparable(comment.text)),
  );
}

function statedTurn(comments: readonly CommentRecord[], { turn, text }: AnnotationEntry): number | undefined {
  const comment = comments[turn ?? -1];
  return comment && comparable(comment.text) === comparable(text) ? comment.turn : undefined;
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
  if (comments.length !== entries.length) return false;
  return comments.every((comment, index) => comparable(comment.text) === comparable(entries[index]?.text ?? ''));
}

/** Surrounding white space and the notation for silence differ between files of the same discussion. */
function comparable(text: string): string {
  return isSilentInOriginal(text) ? '' : text.trim();
}
