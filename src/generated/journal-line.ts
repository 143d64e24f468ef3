/* Generated from schemas/journal-line.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * One line of journal/…/<job id>.<attempt>.jsonl. Its last key is always sum.
 */
export type JournalLine = JournalOpen | JournalCompletion | JournalDone;
/**
 * First 16 hex digits of SHA-256 over the sum of the line above (nothing for the first line) and this line without sum.
 */
export type Sum = string;

/**
 * The first line: which attempt at which job, by whom.
 */
export interface JournalOpen {
  kind: "open";
  format: 1;
  job_kind: "discussion" | "annotation";
  job: string;
  job_hash: string;
  attempt: number;
  model: ModelIdentity;
  tool_version: string;
  host: string;
  pid: number;
  boot_id: string | null;
  /**
   * ISO 8601, UTC.
   */
  at: string;
  /**
   * How many of the lines that follow come from earlier attempts.
   */
  carried: number;
  sum: Sum;
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
 * One completed request; in any order, because requests of one job may be in flight together.
 */
export interface JournalCompletion {
  kind: "completion";
  /**
   * The turn or the comment.
   */
  index: number;
  try: number;
  /**
   * SHA-256 of the request.
   */
  request: string;
  completion: Completion;
  sum: Sum;
}
/**
 * What a backend answers to a request. It is written to the journal as it is.
 */
export interface Completion {
  /**
   * Exactly what the model said, before any cleaning; may be empty.
   */
  text: string;
  /**
   * stop: the model ended its turn; stop_string: one of the request's stop strings came (it is not part of the text); length: max_tokens, or the room that the reply had, was reached.
   */
  finish_reason: "stop" | "stop_string" | "length";
  /**
   * Tokens of the prompt as sent; null where the engine cannot tell.
   */
  prompt_tokens: number | null;
  completion_tokens: number | null;
  /**
   * How many of the oldest history blocks did not fit into the context.
   */
  dropped_blocks: number;
  /**
   * The room that the reply had, in tokens, where the context left less than max_tokens; absent where it left all.
   */
  max_tokens?: number;
  duration_ms: number;
}
/**
 * The last line: the job needs nothing more and its document may be published.
 */
export interface JournalDone {
  kind: "done";
  /**
   * Completion lines above, carried ones included.
   */
  completions: number;
  sum: Sum;
}
