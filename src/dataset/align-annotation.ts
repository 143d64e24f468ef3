import { fitWindows, type Silence } from './fit-windows.js';
import { matchInOrder } from './match-in-order.js';
import { placeInOrder } from './place-in-order.js';
import type { AnnotationEntry, AnnotationRecord, CommentRecord, DiscussionRecord } from '../documents/records.js';
import { isSilentInOriginal } from '../silence.js';

export interface AlignedAnnotation {
  annotation: AnnotationRecord;
  /** The annotator's answers, by the comment's turn. */
  answers: ReadonlyMap<number, AnnotationEntry>;
  /** Annotated comments that are missing from the discussion, out of order, or in several places. */
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

function turnsOf(comments: readonly CommentRecord[], entries: readonly AnnotationEntry[]): (number | undefined)[] {
  if (entries.every((entry) => entry.turn !== null)) return entries.map((entry) => statedTurn(comments, entry));
  if (entries.some(({ shown }) => shown !== undefined)) return shownTurns(comments, entries);
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

/**
 * By all that the annotator was shown each time, then by order. Silent turns usually show, and moderators' comments may
 * have been left out; the first reading that fits the most counts. What still fits several turns is left out.
 */
function shownTurns(comments: readonly CommentRecord[], entries: readonly AnnotationEntry[]): (number | undefined)[] {
  const readings = [comments, comments.filter((comment) => !comment.actor.isModerator)].flatMap((selection) =>
    (['visible', 'hidden'] as const).map((silence) => readWindows({ comments, selection, entries, silence })),
  );
  const placed = readings.map((turns) => turns.filter((turn) => turn !== undefined).length);
  return readings[placed.indexOf(Math.max(...placed))] ?? [];
}

interface Reading {
  comments: readonly CommentRecord[];
  /** The comments that can be in the windows. */
  selection: readonly CommentRecord[];
  entries: readonly AnnotationEntry[];
  silence: Silence;
}

function readWindows({ comments, selection, entries, silence }: Reading): (number | undefined)[] {
  const shown = entries.map((entry) => entry.shown);
  const possible = fitWindows(selection, shown, silence).map((fits) => fits.map((at) => selection[at]?.turn ?? at));
  const usual = usualSelections(comments).filter(
    (usually) =>
      usually.length === entries.length &&
      usually.every(({ turn }, index) => shown[index] === undefined || possible[index]?.includes(turn)),
  );
  if (usual[0] && areSame(usual)) return usual[0].map((comment) => comment.turn);
  return placeInOrder(possible, comments.length);
}

function hasTexts(entries: readonly AnnotationEntry[]): boolean {
  return entries.some(({ text }) => text !== null);
}

function areSame([first = [], ...others]: readonly (readonly CommentRecord[])[]): boolean {
  return others.every((selection) => selection.every((comment, index) => comment === first[index]));
}

function statedTurn(comments: readonly CommentRecord[], { turn, text }: AnnotationEntry): number | undefined {
  const comment = comments[turn ?? -1];
  return comment && isSame(comment.text, text ?? '') ? comment.turn : undefined;
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

function mayBeAbout({ text }: AnnotationEntry, comment: CommentRecord): boolean {
  return text === null || isSame(comment.text, text);
}

function isSame(one: string, other: string): boolean {
  return one === other || comparable(one) === comparable(other);
}

/** Surrounding white space and the notation for silence differ between files of the same discussion. */
function comparable(text: string): string {
  return isSilentInOriginal(text) ? '' : text.trim();
}
