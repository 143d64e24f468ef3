/* Generated from schemas/completion.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

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
