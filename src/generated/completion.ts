/* Generated from schemas/completion.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

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
