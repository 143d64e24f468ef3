import type { AnnotationRecord, DiscussionRecord } from '../documents/records.js';
import { alignAnnotation } from './align-annotation.js';

/** A discussion that an annotation may be about. */
export interface Candidate {
  file: string;
  /** The file's name without `.json`. */
  stem: string;
  record: DiscussionRecord;
}

/**
 * Finds the discussion of an annotation that does not name it: the one whose file has the same name, unless the comments
 * that it shows are all in another one. Returns several if they cannot be told apart, none if it fits
 * nowhere.
 */
export function joinByComments(
  candidates: readonly Candidate[],
): (annotation: AnnotationRecord, stem: string) => readonly Candidate[] {
  return (annotation, stem) => {
    const { entries } = annotation;
    const named = candidates.filter((candidate) => candidate.stem === stem || candidate.record.id === stem);
    const fitting = named.filter((candidate) => fits(candidate, annotation));
    if (fitting.length > 0) return exactFirst(fitting, entries.length);
    if (entries.every(({ text, shown }) => text === null && shown === undefined)) return named;
    const others = candidates.filter((candidate) => fits(candidate, annotation, { andSaysSomething: true }));
    return others.length > 0 ? exactFirst(others, entries.length) : named;
  };
}

/** Silence alone fits many discussions. */
function fits({ record }: Candidate, annotation: AnnotationRecord, { andSaysSomething = false } = {}): boolean {
  const { unaligned, answers } = alignAnnotation(record, annotation);
  return unaligned === 0 && (!andSaysSomething || record.comments.some(({ turn, text }) => text && answers.has(turn)));
}

/** An annotation of a whole discussion also fits one that goes on. */
function exactFirst(fitting: readonly Candidate[], entries: number): readonly Candidate[] {
  const exact = fitting.filter(({ record }) => record.comments.length === entries);
  return exact.length > 0 ? exact : fitting;
}
