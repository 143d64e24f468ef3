import type { CellValue, ColumnType } from './column-type.js';
import type {
  ActorRecord,
  AnnotationEntry,
  AnnotationRecord,
  CommentRecord,
  DiscussionRecord,
} from '../documents/records.js';

/** What a reader must know of a column. */
export interface ColumnDescription {
  name: string;
  type: ColumnType;
}

export interface Column<Item> extends ColumnDescription {
  cell(item: Item): CellValue;
}

/** A comment with the discussion that it stands in. */
export interface SpokenComment {
  discussion: DiscussionRecord;
  comment: CommentRecord;
}

/** What a cell can come from. An answer is what one annotator says of one comment. */
export interface CellSources {
  discussion: DiscussionRecord;
  actor: ActorRecord;
  comment: SpokenComment;
  annotation: AnnotationRecord;
  answer: AnnotationEntry;
}

/** Columns side by side whose cells come from the same thing, so that they are made once for it and not for each row. */
export type Section = { [Of in keyof CellSources]: SectionOf<Of> }[keyof CellSources];

interface SectionOf<Of extends keyof CellSources> {
  of: Of;
  columns: readonly Column<CellSources[Of]>[];
}

/** The columns of a data set from left to right. */
export type ColumnLayout = readonly Section[];
