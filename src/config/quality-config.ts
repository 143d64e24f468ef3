import type { QualityPolicySection } from '../generated/config.js';

export type DetectorName = keyof QualityPolicySection;

/** What is done about faults of generated comments. */
export interface QualityConfig {
  /** Of the detectors that do more than flag. */
  policy: ReadonlyMap<DetectorName, 'strip' | 'resample'>;
  /** How often a turn is asked again because of them. */
  resampleBudget: number;
  /** The user's own detectors: the absolute paths of their modules, by name. */
  detectors: ReadonlyMap<string, string>;
  /** The share of a model's replies above which its discussions are stopped, by detector. */
  stopAbove: ReadonlyMap<string, number>;
  /** Replies of a model before that applies to it. */
  stopAfter: number;
}
