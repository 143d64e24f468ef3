/* Generated from schemas/discussion.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * SHA-256, in hex, of all bytes of the file before the comma in front of this key. The last key.
 */
export type DocumentSum = string;

/**
 * A published discussion: the original's keys (id … logs) and ours beside them.
 */
export interface Discussion {
  /**
   * The job id.
   */
  id: string;
  /**
   * yy-mm-dd-HH-MM in local time, as the original writes it.
   */
  timestamp: string;
  /**
   * Participants' names in seating order.
   */
  users: string[];
  moderator: string | null;
  /**
   * System texts, in the order of users.
   */
  user_prompts: string[];
  moderator_prompt: string | null;
  /**
   * How many comments of history were shown.
   */
  ctx_length: number;
  logs: PublishedComment[];
  /**
   * ISO 8601, UTC: when the discussion was finished.
   */
  created_at: string;
  experiment: string;
  condition: string;
  /**
   * Factor to level: the condition's cell of the design. Absent without a matrix.
   */
  factors?: {
    [k: string]: string;
  };
  replicate: number;
  topic: string;
  /**
   * Further columns of the topic's row; absent for a topic from a text file.
   */
  topic_metadata?: {
    [k: string]: string | number | boolean | null;
  };
  participants: PublishedParticipant[];
  /**
   * The experiment's seed.
   */
  seed: number;
  model: ModelIdentity;
  /**
   * Of the file; absent in documents of format 1, which have no specification and no sum.
   */
  format?: 2;
  specification?: JobSpecification;
  /**
   * SHA-256 of the job's whole specification.
   */
  job_hash: string;
  sum?: DocumentSum;
}
export interface PublishedComment {
  name: string;
  /**
   * May be empty: the actor stayed silent.
   */
  text: string;
  /**
   * The model's name, or "hardcoded" for a seed opinion.
   */
  model: string;
  /**
   * Index in logs, seed opinions included.
   */
  turn: number;
  role: "participant" | "moderator";
  /**
   * What the model said before cleaning.
   */
  raw_text?: string;
  /**
   * The sampling seed of this turn.
   */
  seed?: number;
  finish_reason?: "stop" | "stop_string" | "length";
  prompt_tokens?: number | null;
  completion_tokens?: number | null;
  dropped_blocks?: number;
  /**
   * The room that the reply had, where the context left less than max_tokens; absent where it left all.
   */
  max_tokens?: number;
}
export interface PublishedParticipant {
  name: string;
  /**
   * The named instruction set: "participant" unless roles say otherwise.
   */
  role: string;
  /**
   * The persona's traits as read.
   */
  persona: {
    [k: string]: unknown;
  };
}
export interface ModelIdentity {
  /**
   * model_pseudoname.
   */
  name: string;
  engine: string;
  engine_version: string;
  /**
   * What identifies the weights; null where there are none.
   */
  fingerprint: string | null;
  /**
   * What the engine computes on: `CPU, 2 threads`, `cuda`. Absent where it does not say.
   */
  device?: string;
  /**
   * Replies made together. The same texts need the same number. Absent where the engine does not say.
   */
  parallel?: number;
}
/**
 * What the plan says of the job, field by field (long texts as their SHA-256).
 */
export interface JobSpecification {
  [k: string]: string | number | boolean | null;
}
