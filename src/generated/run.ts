/* Generated from schemas/run.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * run.json: what this run directory is for. Published once, after the first plan segment, and never changed.
 */
export interface RunFile {
  /**
   * Version of the run directory's layout. A newer one than the program knows is refused.
   */
  format: number;
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
