/* Generated from schemas/run.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * run.json: describes this run directory. Published once, after the first plan segment, and never changed.
 */
export interface RunFile {
  /**
   * Version of the run directory's layout. A directory of another version is never continued.
   */
  format: number;
  /**
   * Version of the meaning of a config: defaults, prompt layouts, random draws. A directory of another version is never continued. Absent in format 1, where it is 1.
   */
  plan_version?: number;
  experiment: string;
  seed: number;
  /**
   * Version of the program that created the directory; every attempt records its own.
   */
  tool_version: string;
  /**
   * ISO 8601, UTC.
   */
  created_at: string;
  /**
   * Host, Node version, engine and so on: recorded, never compared. Contains no secrets.
   */
  facts: {
    [k: string]: string | number | boolean | null;
  };
  /**
   * SHA-256 of config.yaml. Absent in directories of early versions.
   */
  config_sha256?: string;
  /**
   * SHA-256 of the bytes of this file before the comma in front of this key. Absent in directories of early versions.
   */
  sum?: string;
}
