/* Generated from schemas/annotation.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * SHA-256, in hex, of all bytes of the file before the comma in front of this key. The last key.
 */
export type DocumentSum = string;

/**
 * A published annotation: one annotator's annotation of one discussion. Contains the original's keys (conv_id … logs) and our own.
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
  /**
   * The n-th draw of the same questions to the same annotator, from 1.
   */
  repeat: number;
  /**
   * The name given by annotate --as; absent in the default set.
   */
  annotation_set?: string;
  /**
   * The probability that the discussion is in the sample of the annotation set, when this was made: a set whose sample has grown since has annotations with a higher one, which then applies to all. Absent if all discussions are annotated.
   */
  inclusion_probability?: number;
  sample?: PublishedSample;
  form?: PublishedForm;
  /**
   * One entry per entry of logs, in the same order.
   */
  comments: AnnotatedComment[];
  /**
   * The metrics asked about each comment; absent if annotators answer in free text.
   */
  metrics?: {
    [k: string]: PublishedMetric;
  };
  /**
   * Which label stands for an answer; absent without metrics, and in documents of earlier versions (draw).
   */
  label?: "draw" | "most_likely" | "expected";
  seed: number;
  model: ModelIdentity;
  /**
   * Format of the file; absent in documents of format 1, which have no specification and no sum.
   */
  format?: 2;
  specification?: JobSpecification;
  job_hash: string;
  sum?: DocumentSum;
}
export interface PublishedAnnotator {
  /**
   * As written; may be empty, and several annotators may have the same.
   */
  name: string;
  /**
   * What tells annotators apart, also in the job id; absent in documents of earlier versions, whose job ids have it too.
   */
  id?: string;
  persona: {
    [k: string]: unknown;
  };
}
/**
 * How the discussions were sampled; absent if all are annotated.
 */
export interface PublishedSample {
  /**
   * Each condition has the same share in the sample.
   */
  by: "condition";
  /**
   * The same replicates are sampled in every condition.
   */
  paired: boolean;
}
/**
 * How the questions differed from the plain ones; absent if they did not.
 */
export interface PublishedForm {
  name: string;
  /**
   * The answers are on reversed scales, and so is the text; labels and scores are on the metrics' own.
   */
  scale?: "reversed";
  /**
   * By metric.
   */
  questions?: {
    [k: string]: string;
  };
  /**
   * The earlier comments were shown in a random order.
   */
  comments?: "shuffled";
}
export interface AnnotatedComment {
  /**
   * The comment's index in the discussion's logs.
   */
  turn: number;
  raw_text: string;
  seed: number;
  finish_reason: "stop" | "stop_string" | "length" | "no_text" | "content_filter" | "refused" | "failed";
  prompt_tokens: number | null;
  completion_tokens: number | null;
  dropped_blocks: number;
  /**
   * As in a discussion's comment.
   */
  max_tokens?: number;
  /**
   * As in a discussion's comment.
   */
  served_model?: string;
  /**
   * Metric to legal value on the metric's own scale, whatever the form (with label: expected, the mean of an integer metric); null: the annotator cannot judge. A missing metric means that the answer was not a valid label, or with label: expected that the engine reported no probabilities.
   */
  labels?: {
    [k: string]: number | string | boolean | null;
  };
  /**
   * What the model made of each metric whose values can be listed; absent if the engine cannot tell.
   */
  scores?: {
    [k: string]: LabelScore;
  };
}
export interface LabelScore {
  /**
   * The model's probability of each value at temperature 1, whatever the label; with cannot_judge their sum is 1.
   */
  probabilities: {
    [k: string]: number;
  };
  /**
   * The probability of null; absent if null was no possible answer.
   */
  cannot_judge?: number;
  /**
   * The mean of an integer metric over its levels, of an ordered one over the ranks of its values (from 1), of a boolean over 0 and 1; without null.
   */
  expected?: number;
  /**
   * The probability that the model gives any possible answer at all. Where it is tiny, the probabilities say little.
   */
  legal_mass: number;
}
export interface PublishedMetric {
  type: "integer" | "number" | "ordered" | "category" | "boolean" | "text" | "span";
  question?: string;
  minimum?: number;
  maximum?: number;
  /**
   * Names of levels.
   */
  levels?: {
    [k: string]: string;
  };
  max_length?: number;
  values?: string[];
  /**
   * Whether null was a possible answer.
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
   * Identifies the weights; null if there are none.
   */
  fingerprint: string | null;
  /**
   * The name by which the servers list the model. Absent for engines without servers, and if no server has a list.
   */
  served_model?: string;
  /**
   * The device that the engine runs on: `CPU, 2 threads`, `cuda`. Absent if the engine does not report it.
   */
  device?: string;
  /**
   * Number of replies generated in parallel. Reproducing the same texts requires the same number. Absent if the engine does not report it.
   */
  parallel?: number;
  prompt_format?: PromptFormat;
}
/**
 * How a request became the text that the model read. Absent for engines without a chat template.
 */
export interface PromptFormat {
  /**
   * Who renders the chat template: this program, or the server.
   */
  rendered_by: "engine" | "server";
  /**
   * Where the template comes from: the model, ChatML, Alpaca, or the file that chat_template names.
   */
  chat_template?: "model" | "chatml" | "alpaca" | "file";
  /**
   * SHA-256 of the template's text.
   */
  template_sha256?: string;
  /**
   * Of a server that does not show its template: SHA-256 of what it made of a trial prompt.
   */
  trial_sha256?: string;
  /**
   * What the template was given besides the messages.
   */
  variables?: {
    [k: string]: unknown;
  };
  /**
   * `user`: the template refuses or leaves out system messages, so the system text stands at the head of the first user message.
   */
  system_role?: "system" | "user";
  /**
   * Of a server: whether its rendering of a trial prompt could be read back and had the system text and the user's in it.
   */
  compared?: boolean;
}
/**
 * The job's specification from the plan, field by field (long texts as their SHA-256).
 */
export interface JobSpecification {
  [k: string]: string | number | boolean | null;
}
