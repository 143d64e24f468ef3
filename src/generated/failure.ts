/* Generated from schemas/failure.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * failures/<job id>.json: why a job was given up. It goes away when the job is published.
 */
export interface Failure {
  kind: "discussion" | "annotation";
  job: string;
  /**
   * ISO 8601, UTC.
   */
  at: string;
  /**
   * What the last try failed with.
   */
  story: string;
  /**
   * The stable error code, where there is one.
   */
  code?: string;
  tries?: number;
  /**
   * Messages of the cause chain, outermost first.
   */
  causes?: string[];
}
