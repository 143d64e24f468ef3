import type { Completion } from '../backends/backend.js';
import type { Interjection } from '../discussion/discuss.js';
import type { ModeratorPolicy } from '../discussion/moderator-policies/moderator-policy.js';
import type { Comment } from '../discussion/transcript.js';
import type {
  AnnotationSamplingSection,
  AnnotationSection,
  AnnotationVariablesSection,
  ConfigFile,
  DiscussionVariablesSection,
  FormSection,
  MetricSection,
  ModeratorConditions,
  ProbeSection,
  QualitySection,
  TurnTakingSection,
} from '../generated/config.js';
import type { Actor } from './actor.js';
import type { InCamelCase } from './camel-case.js';
import type { TurnManager } from './turn-managers.js';

/** A seed opinion, or a topic with any number of them. */
export type Topic = string | NamedTopic;

export interface NamedTopic {
  /** In the data set. That of a plain seed opinion is made of its text. */
  name: string;
  /** Seed opinions in the order in which they are posted; none if empty: the first speaker then begins. */
  openings: readonly (string | { text: string; author?: string })[];
  /** Further columns of the data set, as `topic_…`. */
  metadata?: Readonly<Record<string, string | number | boolean | null>>;
}

export type Variables = Pick<
  DiscussionVariablesSection,
  'num_users' | 'usernames' | 'prompt_layout' | 'may_stay_silent'
>;
export type Turns = Pick<TurnTakingSection, 'num_turns' | 'history_counts' | 'tries_per_turn'>;

/** The keys of `discussions` in docs/config.md, in camel case and with the defaults of a config. */
export interface CastOptions extends InCamelCase<Variables>, InCamelCase<Turns> {
  /** The pool of participants. Everybody takes part unless `numUsers` says otherwise. */
  users: readonly Actor<'user'>[];
  /** None if absent. */
  moderator?: Actor<'moderator'> | null;
  /** `new RandomWeighted()` if absent. */
  turnManager?: TurnManager;
  /** Number of latest comments that a speaker sees; 3 if absent. */
  historyContextLength?: number;
  /** When the moderator gets a turn; after each participant's if absent. */
  moderatorTurns?: { every: number } | { when: InCamelCase<ModeratorConditions> };
  /** Every random choice derives from it: the same seed, name and options give the same discussions. 42 if absent. */
  seed?: number;
  /** The experiment's name: part of ids and of random choices. `experiment` if absent. */
  name?: string;
}

export interface DiscussionExperimentOptions extends CastOptions, Pick<ConfigFile, 'design'> {
  /** Each discussion has one. Empty for discussions without a topic. */
  topics: readonly Topic[];
  /** Total number of discussions, 1 if absent. Raising it later adds the difference. */
  numDiscussions?: number;
  /** Private questions to the users, by name. */
  probes?: Readonly<Record<string, ProbeOptions>>;
  /** What is done about faults of comments; detectors are called as in docs/quality.md. */
  quality?: InCamelCase<QualitySection>;
}

export interface ProbeOptions extends Omit<ProbeSection, 'answer'> {
  /** As one of the metrics of an annotation. */
  answer: InCamelCase<MetricSection>;
}

export type { Comment, Interjection, ModeratorPolicy };

export interface DiscussionOptions extends CastOptions {
  /** Without one, the first speaker begins. */
  topic?: Topic;
  /** Decides after each participant's turn whether the moderator speaks, in place of `moderatorTurns`. Never asked twice. */
  when?: ModeratorPolicy;
  /** Ends the request in progress; the iterator then throws the signal's reason. */
  signal?: AbortSignal;
}

export interface BranchOptions extends Pick<DiscussionOptions, 'when'> {
  /** All that is drawn from here on derives from it. */
  seed?: number;
}

/** All that decides a discussion, beside its options. */
export interface Past {
  completions: (readonly Completion[])[];
  interjections: (readonly Interjection[])[];
  moderations: boolean[];
  seeds: { from: number; seed: number }[];
}

export type Reading = Pick<
  AnnotationVariablesSection,
  'annotate_moderator' | 'show_moderator_in_context' | 'prompt_layout' | 'mask_names'
>;
export type Labelling = Pick<AnnotationSection, 'label' | 'max_invalid_labels'>;

/** The keys of `annotation` in docs/config.md, in camel case and with the defaults of a config. */
export interface AnnotationOptions extends InCamelCase<Reading>, InCamelCase<Labelling> {
  /** Number of comments shown before the annotated one; 3 if absent. */
  historyContextLength?: number;
  /** What annotators answer, by name: `{ toxicity: { type: 'integer', minimum: 1, maximum: 5 } }`. Free text if absent. */
  metrics?: Readonly<Record<string, InCamelCase<MetricSection>>>;
  /** How answers are drawn, whatever the model's own sampling. */
  sampling?: InCamelCase<AnnotationSamplingSection>;
  /** As for discussions. */
  seed?: number;
  /** As for discussions; the same as theirs to annotate into their folder. */
  name?: string;
}

/** Of one annotator. */
export interface ReadingOptions extends AnnotationOptions {
  annotator: Actor<'annotator'>;
  /** Ends the requests in progress; the iterator then throws the signal's reason. */
  signal?: AbortSignal;
}

export interface AnnotationExperimentOptions extends AnnotationOptions {
  /** Each of them annotates every discussion. They may have equal names, or none. */
  annotators: readonly Actor<'annotator'>[];
  /** Further forms of the same questions, by name, in which each annotator annotates every discussion once more. */
  forms?: Readonly<Record<string, FormSection>>;
}

/** How an experiment runs. */
export interface BeginOptions {
  /**
   * The run directory: `discussions/` or `annotations/` with one JSON file per document, the frozen plan, journals, logs.
   * Beginning again continues it. Without it, everything stays in memory.
   */
  outputDir?: string;
  /** Stops the run: `begin` then rejects with the signal's reason, once requests in progress have ended (at most 20 s). */
  signal?: AbortSignal;
  /** Called after every finished request, document and failure. */
  onProgress?: (progress: Readonly<Progress>) => void;
  /** Tries jobs again that failed in an earlier run of the folder. */
  retryFailed?: boolean;
  /** Prints the log on stderr. */
  printLog?: boolean;
}

export interface BeginAnnotationOptions extends BeginOptions {
  /** The finished discussions, ours or the original's: a folder, or the `outputDir` of a discussion experiment. */
  discussionsDir: string;
}

/** The progress of a run. */
export interface Progress {
  kind: 'discussion' | 'annotation';
  /** Documents in the plan. */
  total: number;
  /** Finished documents, those of earlier runs included. */
  done: number;
  /** Documents that failed. */
  failed: number;
  /** Requests completed by this process. */
  completions: number;
}
