/* Generated from schemas/run.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * run.json: what this run directory is for. Published once, after the first plan segment, and never changed.
 */
export interface RunFile {
  /**
   * Version of the run directory's layout. A directory of another one is never continued.
   */
  format: number;
  /**
   * Version of what a config means: defaults, layouts of prompts, random draws. A directory of another one is never continued. Absent in format 1, where it is 1.
   */
  plan_version?: number;
  experiment: string;
  seed: number;
  /**
   * Of the program that made the directory; every attempt records its own.
   */
  tool_version: string;
  /**
   * ISO 8601, UTC.
   */
  created_at: string;
  /**
   * Host, Node version, engine and the like: recorded, never compared. No secrets.
   */
  facts: {
    [k: string]: string | number | boolean | null;
  };
}
