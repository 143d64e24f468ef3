import type { PopulationConfig } from '../config/population-config.js';
import type {
  AnnotationForm,
  Declared,
  Design,
  LabelRule,
  MetricConfig,
  ModelConfig,
  ModeratorTurns,
  Penalties,
  QualityConfig,
  ProbeConfig,
  RoleConfig,
  TurnTaking,
} from '../config/experiment-config.js';
import type { Persona, Topic } from '../inputs/input-types.js';
import type { PlanLine } from '../generated/plan-line.js';

/** The model of an actor. */
export interface ActorModel {
  /** Its name in `models`; absent for the model of `model_parameters`. */
  key?: string;
  config: ModelConfig;
  /** Identifies the weights; absent where they are no local file. */
  fingerprint?: string;
  generation: Generation;
}

/** What requests to a model have in common. */
interface Generation {
  modelName: string;
  maxTokens: number;
  contextTokens: number;
  disallowedStrings: readonly string[];
  sampling: { temperature: number; topP: number; topK?: number; minP?: number; seed?: number } & Penalties;
  stopStrings?: readonly string[];
}

/** One cell of the design: everything that its discussions share. */
export interface Condition {
  experiment: string;
  seed: number;
  /** Without a matrix, the name of the experiment. */
  name: string;
  /** Factor to level; empty without a matrix. */
  factors: Readonly<Record<string, string>>;
  design: Design;
  /** What is declared in the config, if anything is. */
  declared?: Declared;
  /** What participants' names are drawn from; absent if they are called by their personas' usernames. */
  pseudonyms?: readonly string[];
  /** How many topics and personas there are to draw from. */
  pools: { topics: number; personas: number };
  /** The most seed opinions that are posted; all of the topic's if absent. */
  openings?: number;
  contextPrompt: string;
  /** A built-in name, or the path of a module; `original` if absent. */
  promptLayout?: string;
  /** SHA-256 of that module. */
  promptLayoutHash?: string;
  /** The order of traits in prompts, if it is not that of the persona's file. */
  traitOrder?: 'original';
  participantInstructions: string;
  moderator?: Moderator;
  /** Named instruction sets, apart from the participants' own. */
  roles: readonly Role[];
  /** Private questions to the participants; absent if there are none. */
  probes?: readonly ProbeConfig[];
  /** How the pool of personas was chosen. */
  population?: PopulationConfig;
  mayStaySilent: boolean;
  turns: number;
  historyLength: number;
  historyCounts: TurnTaking['historyCounts'];
  /** `wrapped`: at 70 columns, with one line break between comments; otherwise as they are, with a blank line between. */
  historyFormat?: 'wrapped';
  /** A participant's silent turn is no comment, and the moderator gets no turn after it. */
  silentParticipants?: 'left_out';
  /** `round_robin` starts with the first seat, whoever posted the seed opinions. */
  roundRobinStart?: 'first_seat';
  /** A built-in name, or the path of a module. */
  turnManager: string;
  /** SHA-256 of that module. */
  turnManagerHash?: string;
  respondProbability: number;
  triesPerTurn: number;
  /** Absent if all detectors only flag. */
  quality?: QualityRule;
  /** Of all actors that have no other. */
  model: ActorModel;
  /** Models of single personas; absent if none has its own. */
  personaModels?: ReadonlyMap<Persona, ActorModel>;
}

/** What detectors do to replies. */
export type QualityRule = Pick<QualityConfig, 'policy' | 'resampleBudget'>;

export interface Moderator {
  name: string;
  attributes: readonly string[];
  /** Takes the place of the attributes. */
  persona?: Persona;
  instructions: string;
  mayStaySilent: boolean;
  /** It is asked before each of its turns whether it wants to intervene. */
  isAsked?: true;
  turns?: ModeratorTurns;
  model?: ActorModel;
}

export interface Role {
  name: string;
  instructions: string;
  seats: RoleConfig['seats'];
  mayStaySilent: boolean;
  model?: ActorModel;
}

/** One discussion to make. */
export interface DiscussionJob {
  kind: 'discussion';
  id: string;
  /** Place in the plan, from 0: the order in which jobs are admitted and requests are served. */
  place: number;
  condition: Condition;
  replicate: number;
  /** With the openings that are posted. */
  topic: Topic;
  /** In seating order. */
  participants: readonly Persona[];
  /** By seat: what the others call the participant. All different. */
  usernames: readonly string[];
  /** By seat: `participant`, or the name of one of the roles of the condition. */
  roles: readonly string[];
  /** The seat that posts each of the topic's openings; -1 for an author who does not take part. */
  openingSeats: readonly number[];
}

/** How a sample of discussions is drawn. */
export interface SampleRule {
  seed: number;
  /** The probability of each discussion, to six decimals. */
  probability: number;
  /** Whether replicate r is in the sample of every condition or of none, so that pairs stay complete. */
  isPaired: boolean;
}

/** What a discussion is sampled by. The replicate is null where nothing numbers them. */
export interface SampledDiscussion {
  id: string;
  condition: string;
  replicate: number | null;
}

/** A discussion to annotate. `sha256` is the hash of its comments; null until it is made. */
export interface AnnotatedDiscussion {
  id: string;
  sha256: string | null;
  /** What it is sampled by; absent if it is annotated in any case. */
  stratum?: Omit<SampledDiscussion, 'id'>;
}

/** What all annotation jobs of one model share. */
export interface AnnotationDesign {
  experiment: string;
  seed: number;
  contextPrompt: string;
  /** `original` if absent. */
  promptLayout?: string;
  instructions: string;
  historyLength: number;
  /** The annotated comment is one of `historyLength`. */
  historyCountsComment?: true;
  /** `wrapped`: at 70 columns, with one line break between comments; otherwise as they are, with a blank line between. */
  historyFormat?: 'wrapped';
  /** The order of traits in prompts, if it is not that of the persona's file. */
  traitOrder?: 'original';
  annotateModerator: boolean;
  showModeratorInContext: boolean;
  /** Whose names are not shown; nobody's if absent. */
  maskNames?: 'moderator' | 'all';
  /** Absent for the plain form. */
  form?: AnnotationForm;
  /** What is answered about each comment, in order; absent when annotators answer in their own words. */
  metrics?: readonly MetricConfig[];
  /** Absent without metrics. */
  label?: LabelRule;
  /** With the sampling of the annotation. */
  model: ActorModel;
  /** The annotation set that it makes; absent for the default one. */
  set?: string;
  /** Absent if all discussions are annotated. */
  sample?: SampleRule;
}

/** One annotation to make: one annotator reads one discussion. */
export interface AnnotationJob {
  kind: 'annotation';
  id: string;
  place: number;
  design: AnnotationDesign;
  discussionId: string;
  /** Hash of what is annotated; null until the discussion is made. */
  discussionHash: string | null;
  annotator: Persona;
  /** What tells the annotator apart from all others of the study; part of the job id. */
  annotatorId: string;
  repeat: number;
}

export type Job = DiscussionJob | AnnotationJob;

export type { AnnotationForm, LabelRule, PlanLine, ProbeConfig };
