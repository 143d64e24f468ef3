/* Generated from schemas/original-annotation.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * Plain text, or JSON (as a string or as an object): {context, instructions, type, persona}.
 */
export type Prompt = string | {} | null;
/**
 * @minItems 2
 * @maxItems 2
 */
export type OriginalAnswerPair = [string, string];

/**
 * An annotation file of the Python original, any version: one annotator's annotation of one discussion. Only keys that every version wrote are required; further keys are allowed.
 */
export interface OriginalAnnotation {
  /**
   * The discussion's id; absent from version 2.1 on.
   */
  conv_id?: string;
  /**
   * yy-mm-dd-HH-MM or yy-mm-dd-HH-MM-SS, local time.
   */
  timestamp?: string;
  annotator_model?: string | null;
  annotator_prompt?: Prompt;
  ctx_length?: number | null;
  /**
   * In the discussion's order; comments may be missing. [comment text, annotation text] pairs, or objects from version 2.1 on.
   */
  logs: (OriginalAnswer | OriginalAnswerPair)[];
  [k: string]: unknown;
}
export interface OriginalAnswer {
  /**
   * The annotator's name; may be empty.
   */
  name: string;
  /**
   * The annotation.
   */
  text: string;
  model?: string | null;
  /**
   * The annotator's prompt or, from version 2.1.1 on, the comments that it was shown.
   */
  prompt?: string | {} | null;
  [k: string]: unknown;
}
