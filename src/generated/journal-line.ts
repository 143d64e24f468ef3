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
 * The first line: the job, the attempt, and the process that makes it.
 */
export interface JournalOpen {
  kind: "open";
  format: 1;
  job_kind: "discussion" | "annotation";
  job: string;
  job_hash: string;
  attempt: number;
  model: ModelIdentity;
  /**
   * All models of the job; absent if it has only one.
   */
  models?: ModelIdentity[];
  tool_version: string;
  host: string;
  pid: number;
  boot_id: string | null;
  /**
   * ISO 8601, UTC.
   */
  at: string;
  /**
   * Number of the following lines that come from earlier attempts.
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
 * One completed request; in any order, because several requests of a job may be in flight at once.
 */
export interface JournalCompletion {
  kind: "completion";
  /**
   * The turn (discussion) or the comment (annotation).
   */
  index: number;
  try: number;
  /**
   * What was asked beside the turns: a probe, or whether the moderator wants to intervene; absent for turns and comments.
   */
  aside?: string;
  /**
   * SHA-256 of the request.
   */
  request: string;
  completion: Completion;
  sum: Sum;
}
/**
 * A backend's answer to a request, written to the journal unchanged.
 */
export interface Completion {
  /**
   * The model's exact output, before any cleaning; may be empty.
   */
  text: string;
  /**
   * All that was received, if that is more than the text: thinking, what followed a stop string, or the stop string of a reply that had said nothing before it; otherwise absent.
   */
  raw_text?: string;
  /**
   * stop: the model ended its turn; stop_string: the model produced one of the request's stop strings (not part of the text, except for the speaker's own prefix at the very start, which ends nothing); length: the reply reached max_tokens, or the space left in the context. The others gave no reply: no_text: it ended before any text, in most cases while the model was still thinking; content_filter: a filter of the server stopped it; refused: the server reported a refusal, which is the text; failed: it ended in an error.
   */
  finish_reason: "stop" | "stop_string" | "length" | "no_text" | "content_filter" | "refused" | "failed";
  /**
   * Tokens of the prompt as sent; null if the engine does not report it.
   */
  prompt_tokens: number | null;
  completion_tokens: number | null;
  /**
   * Number of oldest history blocks that did not fit into the context.
   */
  dropped_blocks: number;
  /**
   * Maximum reply length in tokens, if the context left less than the configured max_tokens; otherwise absent.
   */
  max_tokens?: number;
  /**
   * The model that the server named in its reply, if it is not literally the one that was asked for; otherwise absent.
   */
  served_model?: string;
  duration_ms: number;
  /**
   * What the model makes of each metric of the request's label whose values are all listed, in its order; absent if the engine cannot tell, or if the request has no label.
   */
  label_scores?: MetricScores[];
}
export interface MetricScores {
  /**
   * Of each value, in the order of the request; their sum is 1.
   */
  probabilities: number[];
  /**
   * Probability that the model gives any of the values, before they are made to sum to 1.
   */
  legal_mass: number;
}
/**
 * The last line: the job is complete and its document may be published.
 */
export interface JournalDone {
  kind: "done";
  /**
   * Number of completion lines above, including carried ones.
   */
  completions: number;
  sum: Sum;
}
