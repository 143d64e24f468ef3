import type { InputFile } from '../source/input-file.js';
import type { LoggingConfig } from '../log/logging-config.js';
import type { ModelConfig } from './engines/registry.js';

export type { LoggingConfig, ModelConfig };

/** What one config file describes, after defaults, overrides and older spellings: every path absolute, nothing optional by accident. */
export interface ExperimentConfig {
  name: string;
  /** The YAML file. */
  file: string;
  seed: number;
  /** False when the fixed default is in use, which is said once. */
  seedIsGiven: boolean;
  runDir: string;
  actions: { generate: boolean; annotate: boolean; export: boolean };
  logging: LoggingConfig;
  model: ModelConfig;
  /** What conditions share; `paired` if absent. */
  design?: Design;
  /** What was decided before the data were seen. */
  declared?: Declared;
  /** Absent when the config describes no discussions. */
  discussions?: DiscussionsConfig;
  /** Absent when the config describes no annotation. */
  annotation?: AnnotationConfig;
  export: ExportConfig;
  /** The cells of the matrix, in order; absent without one: the experiment is then its own only condition. */
  conditions?: readonly ConditionConfig[];
}

/** One cell of the design. */
export interface ConditionConfig {
  /** Readable, and a safe file name: `model-small.moderation-none`. */
  name: string;
  /** Factor to level. */
  factors: Readonly<Record<string, string>>;
  /** The config with the levels' overrides; only its model and discussions differ from the experiment's. */
  config: ExperimentConfig;
}

export type Design = 'paired' | 'independent' | 'balanced';

/** Frozen with the plan. */
export interface Declared {
  contrasts: readonly Contrast[];
  exclusions: readonly string[];
  stoppingRule?: string;
}

/** Two levels of a factor, compared in all conditions or in those that have the levels of `within`. */
export interface Contrast {
  factor: string;
  levels: readonly [string, string];
  within: Readonly<Record<string, string>>;
}

export interface DiscussionsConfig {
  /** Empty when a table names the topics. */
  topicsDir: string;
  /** The table of topics in place of the folder. */
  topicsPath?: string;
  /** A JSON file (one object or an array), or a directory with one object per file. */
  personas: string;
  instructionsPath: string;
  /** Absent without a moderator. */
  moderator?: ModeratorConfig;
  /** Where finished discussions go when the config names a folder; otherwise `<run_dir>/discussions`. */
  outputDir: string;
  contextPrompt: string;
  replicates: number;
  /** Seats per discussion; `all`: every persona takes part. */
  participants: number | 'all';
  /** Named instruction sets besides the participants' own; absent without any. */
  roles?: readonly RoleConfig[];
  /** Participants are told that they may say nothing. */
  mayStaySilent?: boolean;
  turnTaking: TurnTaking;
}

interface ModeratorConfig {
  instructionsPath: string;
  attributes: readonly string[];
  /** The moderator is told how to say nothing. */
  mayStaySilent: boolean;
}

export interface TurnTaking {
  /** Participant turns after the seed opinion. */
  turns: number;
  historyLength: number;
  /** `round_robin`, `random_weighted`, `random`, `mention`, or the absolute path of a module. */
  manager: string;
  respondProbability: number;
  /** The file behind `configs_path`, as it was read. */
  file?: InputFile;
  /** When the moderator gets a turn; after each participant's turn if absent. */
  moderatorTurns?: ModeratorTurns;
}

export type ModeratorTurns = { every: number } | { when: ModeratorConditions };

/** Any one of them is enough; each looks at the last participant's turn, the last at several. */
export interface ModeratorConditions {
  /** Somebody wrote @ and the moderator's name. */
  addressed?: true;
  words?: readonly string[];
  longerThanWords?: number;
  silentTurns?: number;
}

export interface RoleConfig {
  name: string;
  instructionsPath: string;
  /** Of every discussion's seats: so many, or this share. */
  seats: { count: number } | { share: number };
  /** Absent: as all participants. */
  mayStaySilent?: boolean;
}

export interface AnnotationConfig {
  personas: string;
  instructionsPath: string;
  outputDir: string;
  /** Where the discussions to annotate lie. */
  discussionsDir: string;
  contextPrompt: string;
  annotateModerator: boolean;
  /** The moderator's comments are among the earlier ones that annotators see. */
  showModeratorInContext: boolean;
  historyLength: number;
  /** What annotators answer, in order; absent when they answer in their own words. */
  metrics?: readonly MetricConfig[];
}

export type MetricConfig = IntegerMetric | CategoryMetric;

interface IntegerMetric {
  name: string;
  type: 'integer';
  minimum: number;
  maximum: number;
  /** Annotators may say that they cannot judge. */
  cannotJudge: boolean;
}

interface CategoryMetric {
  name: string;
  type: 'category';
  values: readonly string[];
  cannotJudge: boolean;
}

export interface ExportConfig {
  /** The CSV file. */
  path: string;
  discussionsDir: string;
  annotationsDir: string;
}
