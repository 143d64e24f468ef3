/** The data of a report page, as JSON in the page: the contract between the program and the page's own code. */
import type { Figure, OpinionFigure, PageTable, TurnFigure } from './figure-data.js';

/** What the page says besides the discussions themselves. */
export interface ReportFacts {
  experiment: string;
  /** ISO 8601, UTC. */
  madeAt: string;
  /** The version of syndisco that made the page. */
  version: string;
  /** Absent without a frozen plan, as for files of the Python original. */
  plan?: PlanFacts;
  /** Gaps and mismatches in the input, one sentence each. */
  notes: readonly string[];
  /** Results by condition, in the order in which they are shown. */
  figures: readonly Figure[];
  labelsOverTurns: readonly TurnFigure[];
  opinionsOverTime: readonly OpinionFigure[];
  /** What a reader must know to read them, one sentence each. */
  readingNotes: readonly string[];
  /** The same of the agreement of coders; empty without labels. */
  agreementNotes: readonly string[];
  tables: readonly PageTable[];
}

export interface PlanFacts {
  seed: number;
  /** Absent if there is only one condition. */
  design?: 'paired' | 'independent' | 'balanced';
  /** In the order of the plan. */
  conditions: readonly PlannedCondition[];
  /** Jobs that failed for good; the first few of each reason. */
  failures: readonly Failure[];
  /** What a trial of the models promised, if there was one. */
  paces: readonly PlannedPace[];
}

/** A discussion turn as measured before the run. */
export interface PlannedPace {
  model: string;
  host: string;
  secondsEach: number;
  promptTokens: number;
  completionTokens: number;
}

export interface PlannedCondition {
  condition: string;
  factors: Readonly<Record<string, string>>;
  discussions: JobCounts;
  annotations: JobCounts;
}

/** The planned jobs and what became of them; the rest is not begun. */
export interface JobCounts {
  planned: number;
  done: number;
  begun: number;
  failed: number;
  /** Refused: the document belongs to another plan. */
  foreign: number;
  /** Left out on purpose, together with their annotations. */
  withdrawn: number;
}

/** Why jobs failed. */
export interface Failure {
  reason: string;
  count: number;
  /** The ids of the first few. */
  jobs: readonly string[];
}

/** All that the page shows before a transcript is opened. */
export interface ReportOverview extends ReportFacts {
  /** Finished discussions by condition, in the order of the plan. */
  conditions: readonly ConditionSummary[];
  /** By condition and role. */
  rates: readonly RoleRates[];
  /** How often each topic was discussed, by condition in the order of `conditions`. */
  topics: readonly { topic: string; discussions: readonly number[] }[];
  annotations: number;
  /** What each model did in discussions, in the order of its first appearance. */
  models: readonly ModelUse[];
  /** Whom comments address as @name, by condition. */
  mentions: readonly ConditionMentions[];
}

/** The generated turns of one model. */
export interface ModelUse {
  model: string;
  turns: number;
  promptTokens: number | null;
  completionTokens: number | null;
}

export interface ConditionMentions {
  condition: string;
  /** Spoken comments by role, seed opinions included. */
  comments: readonly { role: string; comments: number; mentioning: number }[];
  /** Comments of one role that address somebody of the other. */
  links: readonly { from: string; to: string; count: number }[];
}

/** The system text that an actor was given: the first one of its role in a condition, or an annotator's. */
export interface PagePrompt {
  /** Null for annotators. */
  condition: string | null;
  role: string;
  name: string;
  /** Null if the file does not say. */
  model: string | null;
  /** Comments of history that follow it in the prompt; null if the file does not say. */
  history: number | null;
  text: string;
}

export interface ConditionSummary {
  condition: string;
  discussions: number;
  comments: number;
  /** Prompt and completion tokens of all tries that count; null if the files do not say. */
  promptTokens: number | null;
  completionTokens: number | null;
  /** How often the personas took part, of those that took part anywhere. */
  seats: { personas: number; least: number; most: number };
  /** ISO 8601: when the first and the last discussion were finished. */
  first: string;
  last: string;
}

/** Counts of generated turns: seed opinions are not in them. */
export interface RoleRates extends TurnCounts {
  condition: string;
  role: string;
}

export interface TurnCounts {
  turns: number;
  words: number;
  silent: number;
  missing: number;
  truncated: number;
  repaired: number;
  retried: number;
  spoken: number;
  /** Turns whose file says how the reply ended, and those of them with a comment: without it, nothing can be told. */
  withReason: number;
  spokenWithReason: number;
  /** Turns in whose reply detectors looked for faults, and those of them in which one found something. */
  inspected: number;
  flagged: number;
}

/** The parts of the page's data of one discussion that stay in memory: enough to list and filter. */
export interface PageDiscussion {
  id: string;
  condition: string;
  topic: string | null;
  replicate: number | null;
  comments: number;
  /** Number of generated turns with each flag; flags that do not occur are left out. */
  flags: Partial<Record<Flag, number>>;
  /** The block that holds it, and its place there. */
  block: number;
  place: number;
}

/** Whole discussions, about a thousand comments together; compressed. */
export interface Block {
  /** Distinct personas of the block, as traits and values. */
  personas: readonly (readonly (readonly [trait: string, value: string])[])[];
  discussions: readonly Transcript[];
}

export interface Transcript {
  /** Everyone with a seat, the silent ones too, then whoever else spoke. */
  actors: readonly PageActor[];
  annotators: readonly PageAnnotator[];
  comments: readonly PageComment[];
}

export interface PageActor {
  name: string;
  role: string;
  /** Index in the block's personas; absent if nothing is known of the actor. */
  persona?: number;
}

export interface PageAnnotator {
  name: string;
  model: string;
  repeat: number | null;
  /** Empty if the annotator answered in free text. */
  metrics: readonly string[];
  persona?: number;
}

export interface PageComment {
  /** Index in the transcript's actors. */
  actor: number;
  text: string;
  /** Those whom it addresses as @name, as indexes in the transcript's actors. */
  to?: readonly number[];
  flags?: readonly Flag[];
  /** Codes of the data set: why it is missing, what was repaired. */
  why?: readonly string[];
  /** Why earlier tries gave no comment. */
  tries?: readonly string[];
  /** The reply as the model gave it, where it was repaired or is missing. */
  raw?: string;
  labels?: readonly PageLabels[];
}

export interface PageLabels {
  /** Index in the transcript's annotators. */
  annotator: number;
  /** In the order of the annotator's metrics; a status in place of a value that is not there. */
  values: readonly (number | string | { status: string })[];
  /** The answer in free text, if there are no metrics. */
  answer?: string;
}

export const flags = [
  'opening',
  'silent',
  'missing',
  'truncated',
  'repaired',
  'retried',
  'template_echo',
  'speaks_for_others',
  'several_speakers',
  'name_prefix',
  'markup',
  'quoted',
  'refusal',
  'persona_break',
  'meta_talk',
  'repeats_self',
  'repeats_others',
  'repeats_within',
  'language_drift',
  'empty',
  'self_mention',
  'mentions_nobody',
  'think_leak',
  'prompt_leak',
] as const;
export type Flag = (typeof flags)[number];
