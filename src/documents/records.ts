import type { TraitValue } from '../inputs/input-types.js';

/** What stands as the model of a seed opinion, in our files and in the original's. */
export const openingModel = 'hardcoded';

/** The one form that every discussion and annotation file takes before it becomes rows, whoever wrote it and when. */
export interface DiscussionRecord {
  id: string;
  /** As the file has it: `yy-mm-dd-HH-MM`, local time. */
  timestamp: string;
  /** ISO 8601; without an offset where the file does not tell one. */
  createdAt: string;
  /** Comments of history shown; null where the file does not say. */
  historyLength: number | null;
  condition: string;
  /** Factor to level; absent without a matrix. */
  factors?: Readonly<Record<string, string>>;
  topic?: string;
  /** Further columns of the topic's row. */
  topicMetadata?: Readonly<Record<string, string | number | boolean | null>>;
  /** Null for the original's files, which do not number their replicates. */
  replicate: number | null;
  /** The names of those who may take part, the moderator not among them. */
  participants: readonly string[];
  /** In order: a comment's place is its `turn`. */
  comments: readonly CommentRecord[];
}

export interface CommentRecord {
  turn: number;
  actor: ActorRecord;
  /** Empty when the actor stayed silent. */
  text: string;
  /** What the model said before cleaning; the original keeps only the text that its file has. */
  rawText: string;
  /** `hardcoded` for a seed opinion. */
  model: string;
  /** A seed opinion: posted, not generated. */
  isOpening: boolean;
  /** How a text was generated; absent for seed opinions and in the original's files. */
  generation?: GenerationRecord;
}

export interface GenerationRecord {
  finishReason: string | null;
  /** Null where the engine cannot tell. */
  promptTokens: number | null;
  completionTokens: number | null;
  /** The sampling seed. */
  seed: number | null;
}

export interface ActorRecord {
  name: string;
  /** The named instruction set: `participant` or `moderator` unless the file says otherwise. */
  role: string;
  isModerator: boolean;
  prompt: string;
  traits: Traits;
}

/** A persona, whole, in the order of its file. A map, because a trait may be called `__proto__`. */
export type Traits = ReadonlyMap<string, TraitValue>;

/** One annotator's reading of one discussion. */
export interface AnnotationRecord {
  discussionId: string;
  annotator: string;
  model: string;
  prompt: string;
  traits: Traits;
  /** As the file has it. */
  timestamp: string;
  historyLength: number | null;
  /** The name of the folder that holds the file: the original's `annotation_variant`. */
  folder: string;
  /** Null for the original's files, which do not number their repeats. */
  repeat: number | null;
  /** What was asked about each comment, in order; empty where annotators answer in their own words. */
  metrics: ReadonlyMap<string, ColumnType>;
  /** In the discussion's order; comments may be left out. */
  entries: readonly AnnotationEntry[];
}

export interface AnnotationEntry {
  /** The comment's place in the discussion; null where the file does not tell it. */
  turn: number | null;
  text: string;
  /** What the annotator said. */
  answer: string;
  /** By metric. */
  labels: ReadonlyMap<string, LabelRecord>;
}

/** What an answer says of one metric. */
export interface LabelRecord {
  status: 'ok' | 'cannot_judge' | 'invalid';
  /** Null unless the status is `ok`. */
  value: number | string | null;
}

/** What a column of the data set holds; any value may be missing (null). */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean';
