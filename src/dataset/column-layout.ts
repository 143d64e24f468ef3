import type { AlignedAnnotation } from './align-annotation.js';
import type { CellValue, ColumnType } from './column-type.js';
import type {
  ActorRecord,
  AnnotationEntry,
  AnnotationRecord,
  AnnotationSetRecord,
  CommentRecord,
  DiscussionRecord,
  LabelRecord,
  ProbeRecord,
} from '../documents/records.js';

/** The description of a column for readers of the data set. */
export interface ColumnDescription {
  name: string;
  type: ColumnType;
  /** For the codebook. */
  meaning?: string;
  unit?: string;
  /** What an empty cell means; absent if there is always a value. */
  empty?: string;
  /** Its values are categories, so that the codebook counts them. */
  isCategory?: true;
}

export interface Column<Item> extends ColumnDescription {
  cell(item: Item): CellValue;
}

/** A comment with its discussion. */
export interface SpokenComment {
  discussion: DiscussionRecord;
  comment: CommentRecord;
}

/** The value of one metric in an answer; without metrics, the whole answer. */
export interface MetricAnswer {
  metric: string;
  answer: string;
  /** Absent if the annotator answered in free text. */
  label?: LabelRecord;
}

export interface PromptText {
  id: string;
  text: string;
}

/** The sources of cells. An answer is one annotator's answer about one comment. */
interface CellSources {
  discussion: DiscussionRecord;
  actor: ActorRecord;
  comment: SpokenComment;
  set: AnnotationSetRecord;
  annotation: AnnotationRecord;
  answer: AnnotationEntry;
  label: MetricAnswer;
  probe: ProbeRecord;
  prompt: PromptText;
}

/** The sources of one row's cells. */
export type RowSources = { [Of in keyof CellSources]?: CellSources[Of] | undefined };

/** A discussion with all its annotations. */
export interface AnnotatedDiscussion {
  discussion: DiscussionRecord;
  annotations: readonly AlignedAnnotation[];
  /** What the annotation sets say of the discussion. */
  sets?: readonly AnnotationSetRecord[];
}

/** Adjacent columns whose cells come from the same source, so that they are made once per source, not once per row. */
export type Section = { [Of in keyof CellSources]: SectionOf<Of> }[keyof CellSources];

interface SectionOf<Of extends keyof CellSources> {
  of: Of;
  columns: readonly Column<CellSources[Of]>[];
}

/** The columns of a data set from left to right. */
export type ColumnLayout = readonly Section[];
