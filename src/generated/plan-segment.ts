/* Generated from schemas/plan-segment.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * The first line of plan/0001.jsonl and its successors. One planned job per line follows.
 */
export interface PlanSegment {
  format: 1;
  segment: number;
  /**
   * SHA-256 of the complete previous segment; null in the first.
   */
  previous: string | null;
  /**
   * Number of lines that follow.
   */
  jobs: number;
  /**
   * SHA-256 of inputs as JSON, if there are any, and of everything after this line.
   */
  sha256: string;
  /**
   * Names of the copies in inputs/ that these jobs were planned from; absent in format 1.
   */
  inputs?: string[];
}
