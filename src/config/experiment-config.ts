import type { InputFile } from '../source/input-file.js';
import type { LoggingConfig } from '../log/logging-config.js';
import type { Metric as MetricConfig } from '../metrics/metric.js';
import type { AnnotationConfig, AnnotationForm, CommentTable, LabelRule } from './annotation-config.js';
import type { Penalties } from './engines/engine.js';
import type { ModelConfig } from './engines/registry.js';
import type { NotifyConfig } from './notify-config.js';
import type { PopulationConfig } from './population-config.js';
import type { ProbeOf } from './probe-config.js';
import type { DetectorName, QualityConfig } from './quality-config.js';

export type { AnnotationConfig, AnnotationForm, CommentTable, DetectorName, LabelRule };
export type { LoggingConfig, MetricConfig, ModelConfig, Penalties, QualityConfig };

/**
 * A resolved config file, after defaults, overrides and older spellings: all paths are absolute, and every optional
 * field is optional on purpose.
 */
export interface ExperimentConfig {
  name: string;
  /** The YAML file. */
  file: string;
  seed: number;
  /** False if the fixed default is used, which is logged once. */
  seedIsGiven: boolean;
  runDir: string;
  actions: { generate: boolean; annotate: boolean; export: boolean };
  logging: LoggingConfig;
  /** Absent if nobody is to be told how runs end. */
  notify?: NotifyConfig;
  /** For all actors that name no other. */
  model: ModelConfig;
  /** By the names that actors name them by; absent if there are none. */
  models?: Readonly<Record<string, ModelConfig>>;
  /** What the conditions share; `paired` if absent. */
  design?: Design;
  /** Decisions made before the data were seen. */
  declared?: Declared;
  /** Absent if the config has no discussions section. */
  discussions?: DiscussionsConfig;
  /** Absent if the config has no annotation section. */
  annotation?: AnnotationConfig;
  /** Absent if the config has no quality section. */
  quality?: QualityConfig;
  export: ExportConfig;
  /** The annotation set that is made, if it is another than the default one. */
  annotationSet?: string;
  /** The sets that a matrix makes beside the default one, in order; absent if there are none. */
  annotationSets?: readonly AnnotationSetConfig[];
  /** The cells of the matrix, in order; absent without a matrix: the experiment is then its only condition. */
  conditions?: readonly ConditionConfig[];
}

/** One cell of the design. */
export interface ConditionConfig {
  /** Readable and safe as a file name: `model-small.moderation-none`. */
  name: string;
  /** Factor to level. */
  factors: Readonly<Record<string, string>>;
  /** The config with the levels' overrides; only its models and discussions can differ from the experiment's. */
  config: ExperimentConfig;
}

/** One cell of the factors that override the annotation, apart from the first, which is the default set. */
export interface AnnotationSetConfig {
  /** Its levels; also the name of its folders and in its ids. */
  name: string;
  /** The config with the levels' overrides; only its annotation differs from the experiment's. */
  config: ExperimentConfig;
}

export type Design = 'paired' | 'independent' | 'balanced';

/** Frozen with the plan. */
export interface Declared {
  contrasts: readonly Contrast[];
  exclusions: readonly string[];
  stoppingRule?: string;
}

/** Two levels of a factor, compared across all conditions or within those that have the levels in `within`. */
export interface Contrast {
  factor: string;
  levels: readonly [string, string];
  within: Readonly<Record<string, string>>;
}

export interface DiscussionsConfig {
  /** Empty if the topics come from a table, or if there are none. */
  topicsDir: string;
  /** A table of topics, used instead of the folder. */
  topicsPath?: string;
  /** A file (JSON or a table), or a directory with one object per file. */
  personas: string;
  /** Which of the personas are the pool; absent if all are. */
  population?: PopulationConfig;
  instructionsPath: string;
  /** Absent without a moderator. */
  moderator?: ModeratorConfig;
  /** The folder for finished discussions, if the config names one; otherwise `<run_dir>/discussions`. */
  outputDir: string;
  contextPrompt: string;
  /** `json`, `chat`, or the absolute path of a module; `original` if absent. */
  promptLayout?: string;
  /** The order of traits in prompts, if it is not that of the persona's file. */
  traitOrder?: 'original';
  /** The model of all actors that name no other, one of `models`; that of the config if absent. */
  model?: string;
  replicates: number;
  /** Participants per discussion; `all`: every persona takes part. */
  participants: number | 'all';
  /** The most seed opinions that are posted; all of the topic's if absent. */
  openings?: number;
  /** The list that participants' pseudonyms are drawn from; absent if they are called by their personas' usernames. */
  pseudonymsPath?: string;
  /** Private questions to the participants, in order; absent if there are none. */
  probes?: readonly ProbeConfig[];
  /** Named instruction sets in addition to the participants' own; absent if there are none. */
  roles?: readonly RoleConfig[];
  /** Whether participants are told that they may stay silent. */
  mayStaySilent?: boolean;
  turnTaking: TurnTaking;
}

interface ModeratorConfig {
  instructionsPath: string;
  attributes: readonly string[];
  /** A JSON file with one persona, used instead of the attributes. */
  persona?: string;
  /** Whether the moderator is told how to stay silent. */
  mayStaySilent: boolean;
  /** It is asked before each of its turns whether it wants to intervene. */
  isAsked?: true;
  /** One of `models`; if absent, that of the participants. */
  model?: string;
}

export interface TurnTaking {
  /** Participant turns after the seed opinion. */
  turns: number;
  historyLength: number;
  /** Whose comments fill `historyLength`; with `participants`, the moderator's come on top. */
  historyCounts: 'all' | 'participants';
  /** `wrapped`: at 70 columns, with one line break between comments; otherwise as they are, with a blank line between. */
  historyFormat?: 'wrapped';
  /** A participant's silent turn is no comment, and the moderator gets no turn after it. */
  silentParticipants?: 'left_out';
  /** `round_robin` starts with the first seat, whoever posted the seed opinions. */
  roundRobinStart?: 'first_seat';
  /** `round_robin`, `random_weighted`, `random`, `mention`, or the absolute path of a module. */
  manager: string;
  respondProbability: number;
  /** How often a turn without a comment is tried; the last try is final. */
  triesPerTurn: number;
  /** The file named by `configs_path`, as read. */
  file?: InputFile;
  /** When the moderator gets a turn; after every participant's turn if absent. */
  moderatorTurns?: ModeratorTurns;
}

export type ModeratorTurns = { every: number } | { when: ModeratorConditions };

/**
 * Any one condition is enough. All look at the last participant's turn only, except the last one, which looks at
 * several.
 */
export interface ModeratorConditions {
  /** A comment contained @ and the moderator's name. */
  addressed?: true;
  words?: readonly string[];
  longerThanWords?: number;
  silentTurns?: number;
}

export interface RoleConfig {
  name: string;
  instructionsPath: string;
  /** Number or share of each discussion's seats, or the chance of each of the other seats. */
  seats: { count: number } | { share: number } | { chance: number };
  /** If absent, the setting for all participants applies. */
  mayStaySilent?: boolean;
  /** One of `models`; if absent, that of all participants. */
  model?: string;
}

export type ProbeConfig = ProbeOf<MetricConfig>;

export interface ExportConfig {
  /** The CSV file. */
  path: string;
  discussionsDir: string;
  annotationsDir: string;
}
