/* Generated from schemas/original-annotation.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * An annotation file of the Python original: one annotator's annotation of one discussion. Further keys are allowed.
 */
export interface OriginalAnnotation {
  /**
   * The discussion's id.
   */
  conv_id: string;
  /**
   * yy-mm-dd-HH-MM or yy-mm-dd-HH-MM-SS, local time.
   */
  timestamp?: string;
  annotator_model?: string | null;
  /**
   * Plain text, or JSON (as a string or as an object): {context, instructions, type, persona}.
   */
  annotator_prompt?: string | {} | null;
  ctx_length?: number | null;
  /**
   * [comment text, annotation text] in the discussion's order; comments may be missing.
   */
  logs: [string, string][];
  [k: string]: unknown;
}
