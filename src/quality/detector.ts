import type { QualityPolicySection } from '../generated/config.js';

/** What is known of a reply besides its text. */
export interface Known {
  speaker: string;
  role: 'participant' | 'moderator';
  /** Everyone who takes part, the speaker and the moderator included. */
  actors: readonly string[];
  /** The speaker's own; empty if the file does not say. */
  system: string;
  /** All comments before it that have a text, oldest first. */
  history: readonly EarlierComment[];
  /** Null if the file does not say. */
  finishReason: string | null;
}

export interface EarlierComment {
  name: string;
  text: string;
}

/**
 * One fault of replies. Its false positives are described where it is defined, and measured (docs/quality.md). Patterns for
 * English that ignore case do without the flag `u`, which makes them ten times as slow.
 */
export interface Detector {
  /** Looks at the reply as the model gave it. */
  finds(raw: string, known: Known): boolean;
  /** The reply without the fault, for those where that leaves a comment. */
  strip?(raw: string, known: Known): string;
}

export type DetectorName = keyof QualityPolicySection;
