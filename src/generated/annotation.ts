/* Generated from schemas/annotation.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * SHA-256, in hex, of all bytes of the file before the comma in front of this key. The last key.
 */
export type DocumentSum = string;

/**
 * A published annotation: one annotator's reading of one discussion. The original's keys (conv_id … logs) and ours beside them.
 */
export interface Annotation {
  /**
   * The discussion's id.
   */
  conv_id: string;
  timestamp: string;
  annotator_model: string;
  annotator_prompt: string;
  ctx_length: number;
  /**
   * [comment text, annotation text] in the discussion's order.
   */
  logs: [string, string][];
  /**
   * The job id.
   */
  id: string;
  created_at: string;
  experiment: string;
  annotator: PublishedAnnotator;
  repeat: number;
  /**
   * One entry per entry of logs, in the same order.
   */
  comments: AnnotatedComment[];
  /**
   * What was asked about each comment; absent when annotators answer in their own words.
   */
  metrics?: {
    [k: string]: PublishedMetric;
  };
  seed: number;
  model: ModelIdentity;
  /**
   * Of the file; absent in documents of format 1, which have no specification and no sum.
   */
  format?: 2;
  specification?: JobSpecification;
  job_hash: string;
  sum?: DocumentSum;
}
export interface PublishedAnnotator {
  name: string;
  persona: {
    [k: string]: unknown;
  };
}
export interface AnnotatedComment {
  /**
   * The comment's index in the discussion's logs.
   */
  turn: number;
  raw_text: string;
  seed: number;
  finish_reason: "stop" | "stop_string" | "length";
  prompt_tokens: number | null;
  completion_tokens: number | null;
  dropped_blocks: number;
  /**
   * As in a discussion's comment.
   */
  max_tokens?: number;
  /**
   * Metric to legal value; null: the annotator cannot judge. A metric that is not here was answered with something else: the label is invalid.
   */
  labels?: {
    [k: string]: number | string | null;
  };
}
export interface PublishedMetric {
  type: "integer" | "category";
  minimum?: number;
  maximum?: number;
  values?: string[];
  /**
   * Whether null could be answered.
   */
  cannot_judge: boolean;
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
