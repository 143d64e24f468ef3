import type { ExperimentConfig, ModelConfig } from '../../config/experiment-config.js';
import type { IdentityKey } from '../../generated/identity-key.js';
import type { PlanLine } from '../../generated/plan-line.js';
import type { AnnotationDesign, AnnotationJob, Condition, DiscussionJob } from '../job.js';

export type Fields = PlanLine['fields'];
export type FieldValue = Fields[string];

/** Fields of the plan line by name, each with how its value comes from what it belongs to. `…_sha256` is a content, not a value. */
export type Sources<Owner> = Readonly<Record<string, (owner: Owner) => FieldValue>>;

/** How a key of the config that changes what is made shows in the plan. */
export interface Identity {
  /** Fields of every job, worked out once for each model … */
  readonly model?: Sources<ModelConfig>;
  /** … of every discussion, once for each condition … */
  readonly condition?: Sources<Condition>;
  /** … and of every annotation, once for all. */
  readonly design?: Sources<AnnotationDesign>;
  /** Fields that differ between the discussions of a condition. */
  readonly discussion?: Sources<DiscussionJob>;
  /** Fields that differ between annotations. */
  readonly annotation?: Sources<AnnotationJob>;
  /**
   * Other keys whose fields this one decides too: it is a spelling of them, stands for them where they are not written, or
   * overrides any. A difference of theirs is shown at this key where this is the one that is written.
   */
  readonly through?: readonly IdentityKey[] | 'whatever it overrides';
  /** The input files behind its contents. */
  readonly files?: (config: ExperimentConfig) => readonly string[];
}
