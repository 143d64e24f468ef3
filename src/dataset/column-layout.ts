import type { AnnotationEntry, AnnotationRecord, CommentRecord, DiscussionRecord } from './records.js';

/** One cell: text, a number, or empty (null). */
export type CellValue = string | number | null;

export interface Column<Item> {
  title: string;
  cell(item: Item): CellValue;
}

/** A comment with the discussion that it stands in. */
export interface SpokenComment {
  discussion: DiscussionRecord;
  comment: CommentRecord;
}

/**
 * The columns of a data set from left to right. They come in sections by what their cells depend on, so that a cell is
 * written once for each comment or annotation and not for each row.
 */
export interface ColumnLayout {
  comment: readonly Column<SpokenComment>[];
  annotation: readonly Column<AnnotationRecord>[];
  /** What one annotator says of one comment. */
  answer: readonly Column<AnnotationEntry>[];
  /** Columns of the annotation that stand after the answer. */
  annotationEnd: readonly Column<AnnotationRecord>[];
}

/** The names of all traits, factors and metrics in a data set, in the order first seen. */
export interface TraitNames {
  personas: ReadonlySet<string>;
  annotators: ReadonlySet<string>;
  /** Factors of a matrix, and further columns of topics. */
  factors?: ReadonlySet<string>;
  topicMetadata?: ReadonlySet<string>;
  /** What annotators were asked. */
  metrics?: ReadonlySet<string>;
}

/** The titles from left to right. */
export function titlesOf({ comment, annotation, answer, annotationEnd }: ColumnLayout): string[] {
  return [comment, annotation, answer, annotationEnd].flatMap((section) => section.map((column) => column.title));
}
