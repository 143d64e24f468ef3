import type { ProbeAnswer, PublishedComment } from '../generated/discussion.js';
import type { TraitValue } from '../inputs/input-types.js';
import type { LabelValue } from '../metrics/label.js';
import type { Metric } from '../metrics/metric.js';

/** The model name of a seed opinion, in our files and in the original's. */
export const openingModel = 'hardcoded';

/** The common form of discussion files of all origins and versions, from which rows are made. */
export interface DiscussionRecord {
  id: string;
  /** As the file has it: `yy-mm-dd-HH-MM`, local time. */
  timestamp: string;
  /** ISO 8601; without an offset if the file has none. */
  createdAt: string;
  /** Number of history comments shown; null if the file does not say. */
  historyLength: number | null;
  condition: string;
  /** Factor to level; absent without a matrix. */
  factors?: Readonly<Record<string, string>>;
  topic?: string;
  /** Further columns of the topic's row. */
  topicMetadata?: Readonly<Record<string, string | number | boolean | null>>;
  /** Null for files of the original, which does not number replicates. */
  replicate: number | null;
  /** The participants' names, without the moderator. */
  participants: readonly string[];
  /** Everyone with a seat, the silent ones too, then the moderator, then whoever else spoke; names are unique. */
  actors: readonly ActorRecord[];
  /** Whether all its planned annotations are finished; absent if no plan says. */
  status?: 'complete' | 'partial';
  /** The role of each of them, in the same order; absent for files of the original. */
  roles?: readonly string[];
  /** In order: a comment's index is its `turn`. */
  comments: readonly CommentRecord[];
  /** Answers to private questions, in the order of asking; absent without probes. */
  probes?: readonly ProbeRecord[];
}

/** A participant's answer to a probe. */
export interface ProbeRecord extends Pick<
  ProbeAnswer,
  'probe' | 'model' | 'time' | 'turns' | 'turn' | 'arm' | 'status'
> {
  actor: ActorRecord;
  /** Null unless the status is `ok`. */
  value: number | string | boolean | null;
  /** The question has no answers to choose from, so that no two values need be the same. */
  isFreeText?: boolean;
  /** Which half of the scale the value is in, the order of categories being that of the config; 0: its middle. */
  side?: -1 | 0 | 1;
  /** The place of an ordered value from low to high, from 1. */
  rank?: number;
  score?: ScoreRecord;
  /** The probe whose question this one denies. */
  negates?: string;
}

export interface CommentRecord {
  turn: number;
  actor: ActorRecord;
  /** Empty if the actor stayed silent, or if the comment is missing. */
  text: string;
  /** The text as the file has it, where that is not `text`: the original's notations for silence. */
  fileText?: string;
  /** Why there is no text although nobody chose silence. */
  missing?: NonNullable<PublishedComment['missing']>;
  /** What was taken out of the reply. */
  repairs?: readonly NonNullable<PublishedComment['repairs']>[number][];
  /** The detectors that found something; absent if none looked. */
  flags?: readonly string[];
  /** What the first try of the turn would have said, where the turn was tried again because of a detector. */
  firstTry?: { text: string; flags: readonly string[] };
  /** The model's output before cleaning; for the original, the text in its file. */
  rawText: string;
  /** `hardcoded` for a seed opinion. */
  model: string;
  /** A seed opinion: posted, not generated. */
  isOpening: boolean;
  /** The moderator's answer when it was asked whether it wants to intervene; absent if it was not. */
  intervention?: 'yes' | 'no' | 'unclear';
  /** Where the comment comes from; absent unless it was imported. */
  source?: SourceRecord;
  /** How the text was generated; absent for seed opinions and in files of the original. */
  generation?: GenerationRecord;
}

/** A comment's row in the table that it was imported from. */
export interface SourceRecord {
  id: string;
  line: number;
  replyTo: string | null;
  /** ISO 8601, UTC. */
  writtenAt: string | null;
  /** Further columns. A Map, because one may be called `__proto__`. */
  carried: Traits;
}

export interface GenerationRecord {
  finishReason: string | null;
  /** Null if the engine does not report it. */
  promptTokens: number | null;
  completionTokens: number | null;
  /** Comments of the planned history that did not fit into the context. */
  droppedComments: number | null;
  /** The sampling seed. */
  seed: number | null;
  /** Why the turn was tried again, once for each earlier try. */
  failedTries: readonly (NonNullable<PublishedComment['missing']> | 'resampled')[];
}

export interface ActorRecord {
  name: string;
  /** The instruction set: `participant` or `moderator` unless the file says otherwise. */
  role: string;
  isModerator: boolean;
  prompt: string;
  traits: Traits;
  /** The file has several speakers of this name; `prompt` and `traits` are what they have in common. */
  isAmbiguous?: true;
}

/** All traits of a persona, in file order. A Map, because a trait may be named `__proto__`. */
export type Traits = ReadonlyMap<string, TraitValue>;

/** What an annotation set says of one discussion. */
export interface AnnotationSetRecord {
  name: string;
  inclusionProbability: number | null;
  /** Whether the discussion is to be annotated; null if no file says. */
  isSampled: boolean | null;
}

/** A metric as an annotation asks it. */
export interface MetricRecord {
  type: ColumnType;
  /** The legal labels, as JSON: equal for labels that may stand in one column. */
  scale: string;
  /** As it is asked in the plain form. */
  metric: Metric;
}

/** One annotator's annotation of one discussion. */
export interface AnnotationRecord {
  /** Null if the file does not say, as from the original's 2.1 on. */
  discussionId: string | null;
  /** The name as written. */
  annotator: string;
  /** What tells annotators apart; null if the file does not say. */
  annotatorId: string | null;
  model: string;
  prompt: string;
  traits: Traits;
  /** As the file has it. */
  timestamp: string;
  historyLength: number | null;
  /** The name of the folder that contains the file: the original's `annotation_variant`. */
  folder: string;
  /** Null for files of the original, which does not number repeats. */
  repeat: number | null;
  /** The form of the questions: `plain`, or one that the config names. */
  form: string;
  /** The annotation set: `default` unless the file names one. */
  set: string;
  /** How its discussion was sampled; null if all are annotated, or if the file does not say. */
  sample: { seed: number; probability: number; isPaired: boolean } | null;
  /** The probability that its discussion is annotated; null if the file does not say. */
  inclusionProbability: number | null;
  /** The metrics asked about each comment, in order; empty if annotators answer in free text. */
  metrics: ReadonlyMap<string, MetricRecord>;
  /** In the discussion's order; comments may be missing. */
  entries: readonly AnnotationEntry[];
}

export interface AnnotationEntry {
  /** The comment's turn in the discussion; null if the file does not say. */
  turn: number | null;
  /** The comment's text; null if the file does not say. */
  text: string | null;
  /** The comments that the annotator was shown, the annotated one last, if the file has them in place of `text`. */
  shown?: string;
  /** The annotator's answer. */
  answer: string;
  /** By metric. */
  labels: ReadonlyMap<string, LabelRecord>;
}

/** The value of one metric in an answer. */
export interface LabelRecord {
  /**
   * `invalid`: not a valid answer; `refused`: the model or a filter of the server declined; `low_mass`: the legal mass is
   * below the limit; `unscored`: the mean was asked for, but the engine reported no probabilities.
   */
  status: 'ok' | 'cannot_judge' | 'invalid' | 'refused' | 'low_mass' | 'unscored';
  /** Null unless the status is `ok`. */
  value: LabelValue;
  score?: ScoreRecord;
}

/** What the model made of a metric. */
export interface ScoreRecord {
  /** In the order of the metric's values; together they lack what "cannot judge" has. */
  probabilities: readonly (readonly [value: string, probability: number])[];
  /** The mean of a metric whose values stand for numbers: levels, ranks, or 0 and 1. */
  expected: number | null;
  legalMass: number;
}

/**
 * The type of a column of the data set; any value may be missing (null). A timestamp is ISO 8601 with an offset, a list a
 * JSON array of texts.
 */
export type ColumnType = 'text' | 'integer' | 'number' | 'boolean' | 'timestamp' | 'list';
