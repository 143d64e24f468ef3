import type { AnnotationRecord, DiscussionRecord } from '../documents/records.js';
import { alignAnnotation } from './align-annotation.js';
import { findLastShown } from './find-last-shown.js';

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
  const readers = candidates.map((candidate) => ({
    candidate,
    lastShown: findLastShown(candidate.record.comments),
  }));
  return (annotation, stem) => {
    const { entries } = annotation;
    const isWhole = ({ record }: Candidate): boolean => alignAnnotation(record, annotation).unaligned === 0;
    const named = candidates.filter((candidate) => candidate.stem === stem || candidate.record.id === stem);
    const fitting = named.filter(isWhole);
    if (fitting.length > 0) return fitting;
    const texts = entries.flatMap(({ text, shown }) => shown ?? text ?? []);
    const others = readers.filter(
      ({ candidate, lastShown }) => texts.some((text) => lastShown(text) !== undefined) && isWhole(candidate),
    );
    return others.length > 0 ? others.map(({ candidate }) => candidate) : named;
  };
}
