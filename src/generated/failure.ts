/* Generated from schemas/failure.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * failures/<job id>.json: why a job failed. Removed when the job is published.
 */
export interface Failure {
  kind: "discussion" | "annotation";
  job: string;
  /**
   * ISO 8601, UTC.
   */
  at: string;
  /**
   * The error of the last try.
   */
  story: string;
  /**
   * The stable error code, if there is one.
   */
  code?: string;
  tries?: number;
  /**
   * Messages of the cause chain, outermost first.
   */
  causes?: string[];
}
