import type { AnnotationRecord, Traits } from '../documents/records.js';
import type { ModelIdentity } from '../generated/discussion.js';
import type { PlanLine } from '../generated/plan-line.js';

/** What a run recorded of a study: all that its methods section, its checklist and its analysis scripts say. */
export interface StudyFacts {
  experiment: string;
  /** Of run.json; absent for files of the Python original, and of runs that lie elsewhere. */
  run?: RunRecord;
  /** In the order of the plan, then of the documents. */
  conditions: readonly ConditionFacts[];
  /** What the plan froze; empty without a plan, and where the config no longer says what was frozen. */
  declared: DeclaredFacts;
  /** By model and part: who was played by which model. */
  models: readonly ModelFacts[];
  comments: CommentCounts;
  /** Distinct personas of participants, and distinct topics, that occur. */
  personas: readonly Traits[];
  topics: readonly TopicText[];
  annotationSets: readonly AnnotationSetFacts[];
  instructions: readonly InstructionText[];
  prompts: readonly RenderedPrompt[];
  /** ISO 8601 or, from the original, without an offset: when the first and the last document were finished. */
  dates: { first: string; last: string } | undefined;
  /** Reasons of failed jobs. */
  failures: readonly { reason: string; count: number }[];
  /** Discussions that were left out on purpose, by the reason that was given. */
  withdrawals: readonly { reason: string; count: number }[];
}

interface RunRecord {
  seed: number;
  toolVersion: string;
  planVersion: number | undefined;
  createdAt: string;
  facts: Readonly<Record<string, string | number | boolean | null>>;
}

export type Settings = PlanLine['fields'];

export interface ConditionFacts {
  name: string;
  factors: Readonly<Record<string, string>>;
  /** Undefined without a plan. */
  planned: number | undefined;
  /** Without those that are withdrawn. */
  completed: number;
  failed: number;
  withdrawn: number;
  /** Of its plan lines, without what differs between its discussions; undefined where no file says. */
  settings: Settings | undefined;
  /** How many comments of history a speaker was shown, as the documents say; several if they differ. */
  historyLengths: readonly number[];
  /** Least and most participants of a discussion. */
  participants: readonly [least: number, most: number];
  hasModerator: boolean;
}

interface DeclaredFacts {
  contrasts: readonly { factor: string; levels: readonly [string, string]; within: Readonly<Record<string, string>> }[];
  exclusions: readonly string[];
  stoppingRule?: string;
  /** The plan froze contrasts or exclusions that the config does not have any more. */
  isUnknown: boolean;
}

/** Who a model speaks for. */
export type Part = 'participants' | 'moderator' | 'annotators';

export interface ModelFacts {
  name: string;
  parts: readonly Part[];
  /** Absent in files of the original, which have only the name. */
  identity?: ModelIdentity;
  /** Decoding settings by part; several where conditions differ. */
  decoding: readonly { part: Part; settings: Settings; conditions: readonly string[] }[];
  /** The name of the weights' file in the run's copy of its config. */
  weightsFile?: string;
  /** How a server called the model in its replies. */
  servedAs: readonly string[];
}

export interface CommentCounts {
  openings: number;
  participants: TurnCounts;
  moderator: TurnCounts;
}

export interface TurnCounts {
  offered: number;
  silent: number;
  missing: number;
  truncated: number;
  repaired: number;
  retried: number;
}

export interface TopicText {
  name: string | undefined;
  openings: readonly { author: string; text: string }[];
}

export interface AnnotationSetFacts {
  name: string;
  annotators: readonly { name: string; traits: Traits }[];
  models: readonly string[];
  repeats: number;
  /** Discussions with an annotation in the set, and annotations. */
  discussions: number;
  annotations: number;
  planned: number | undefined;
  failed: number;
  /** Null if all discussions are annotated, undefined if no file says. */
  probability: number | null | undefined;
  isPairedSample: boolean;
  metrics: readonly MetricFacts[];
  settings: Settings | undefined;
  historyLengths: readonly number[];
}

export interface MetricFacts {
  name: string;
  scale: AnnotationRecord['metrics'] extends ReadonlyMap<string, { scale: infer Scale }> ? Scale : never;
  labels: number;
  cannotJudge: number;
  invalid: number;
}

/** An instruction file of the run, whole. */
export interface InstructionText {
  file: string;
  text: string;
  /** In whose prompts it stands. */
  usedBy: readonly string[];
}

/** What an actor was asked at one turn, before the chat template. */
export interface RenderedPrompt {
  /** `participant`, a role's name, `moderator`, or an annotator. */
  actor: string;
  condition?: string;
  source: string;
  messages: readonly { role: string; content: string }[];
  /** Of the whole prompt with the chat template, as the engine counted them. */
  tokens: number | null;
  /** Only the system text is known. */
  isSystemOnly: boolean;
}
