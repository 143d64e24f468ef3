import type { CellValue, ColumnType } from './column-type.js';
import type {
  ActorRecord,
  AnnotationEntry,
  AnnotationRecord,
  AnnotationSetRecord,
  CommentRecord,
  DiscussionRecord,
} from '../documents/records.js';

/** The description of a column for readers of the data set. */
export interface ColumnDescription {
  name: string;
  type: ColumnType;
}

export interface Column<Item> extends ColumnDescription {
  cell(item: Item): CellValue;
}

/** A comment with its discussion. */
export interface SpokenComment {
  discussion: DiscussionRecord;
  comment: CommentRecord;
}

/** The sources of cells. An answer is one annotator's answer about one comment. */
export interface CellSources {
  discussion: DiscussionRecord;
  actor: ActorRecord;
  comment: SpokenComment;
  set: AnnotationSetRecord;
  annotation: AnnotationRecord;
  answer: AnnotationEntry;
}

/** Adjacent columns whose cells come from the same source, so that they are made once per source, not once per row. */
export type Section = { [Of in keyof CellSources]: SectionOf<Of> }[keyof CellSources];

interface SectionOf<Of extends keyof CellSources> {
  of: Of;
  columns: readonly Column<CellSources[Of]>[];
}

/** The columns of a data set from left to right. */
export type ColumnLayout = readonly Section[];
