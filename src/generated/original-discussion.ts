/* Generated from schemas/original-discussion.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * Plain text, or JSON (as a string or as an object): {context, instructions, type, persona}.
 */
export type Prompt = string | {} | null;
/**
 * @minItems 2
 * @maxItems 2
 */
export type OriginalPair = [string, string];

/**
 * A discussion file of the Python original, any version. Only keys that every version wrote are required; further keys are allowed.
 */
export interface OriginalDiscussion {
  /**
   * Absent from version 2.1 on, where the file name without its extension is the id.
   */
  id?: string;
  /**
   * yy-mm-dd-HH-MM or yy-mm-dd-HH-MM-SS, local time; absent from discussions made by hand.
   */
  timestamp?: string;
  /**
   * Participants' names in seating order.
   */
  users?: string[];
  moderator?: string | null;
  /**
   * In the order of users.
   */
  user_prompts?: Prompt[];
  moderator_prompt?: Prompt;
  /**
   * Number of history comments shown.
   */
  ctx_length?: number | null;
  /**
   * The comments in order: objects, or [name, text] pairs in the earliest files.
   */
  logs: (OriginalComment | OriginalPair)[];
  [k: string]: unknown;
}
export interface OriginalComment {
  name: string;
  /**
   * Empty, two quote characters or white space: the actor stayed silent.
   */
  text: string;
  /**
   * "hardcoded" for a seed opinion.
   */
  model?: string | null;
  prompt?: Prompt;
  [k: string]: unknown;
}
