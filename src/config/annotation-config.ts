import type { QuestionForm } from '../metrics/ask-metrics.js';
import type { Metric } from '../metrics/metric.js';

/** How discussions are annotated, whether made here, found in a folder or imported from a table. */
export interface AnnotationConfig {
  personas: string;
  instructionsPath: string;
  outputDir: string;
  /** The folder of the discussions to annotate. */
  discussionsDir: string;
  /** Where they are imported from; absent if they are documents already. */
  table?: CommentTable;
  /** Names from `models`; with each of them, every annotator reads every discussion. If absent, the config's model. */
  models?: readonly string[];
  contextPrompt: string;
  /** `original` if absent. */
  promptLayout?: 'json';
  annotateModerator: boolean;
  /** Whether annotators see the moderator's comments among the earlier ones. */
  showModeratorInContext: boolean;
  historyLength: number;
  /** The annotated comment is one of `historyLength`. */
  historyCountsComment?: true;
  /** `wrapped`: at 70 columns, with one line break between comments; otherwise as they are, with a blank line between. */
  historyFormat?: 'wrapped';
  /** The order of traits in prompts, if it is not that of the persona's file. */
  traitOrder?: 'original';
  /** How answers are drawn; a limit of 0 is none. */
  sampling: { temperature: number; topP: number; topK: number; minP: number; seed?: number };
  /** The metrics that annotators answer, in order; absent if they answer in free text. */
  metrics?: readonly Metric[];
  label: LabelRule;
  /** Share of invalid labels above which the run stops. */
  maxInvalidLabels?: number;
  /** Labels with a lower legal mass count as missing. */
  minLegalMass?: number;
  /** Whose names annotators do not see; nobody's if absent. */
  maskNames?: 'moderator' | 'all';
  /** Forms of the questions beside the plain one, in order; absent if there are none. */
  forms?: readonly AnnotationForm[];
  /** How often each annotator annotates each discussion; once if absent. */
  repeats?: number;
  /** Absent if all discussions are annotated. */
  sample?: SampleConfig;
}

/** A table with one comment per row, and what its columns are called. */
export interface CommentTable {
  file: string;
  columns: CommentColumns;
  /** Further columns to copy. */
  carry: readonly string[];
}

/** Columns that are not given are not there. */
type CommentColumns = { text: string } & {
  [Name in 'discussion' | 'id' | 'speaker' | 'time' | 'reply_to' | 'condition']?: string;
};

/** The share of the discussions of every condition that is annotated, and the probability of each. */
interface SampleConfig {
  fraction: number;
  by: 'condition';
}

/** A form of the questions that differs from the plain one. */
export interface AnnotationForm extends QuestionForm {
  name: string;
  /** The earlier comments are shown in a random order. */
  comments?: 'shuffled';
}

/** Which label stands for an answer. */
export type LabelRule = 'draw' | 'most_likely' | 'expected';
