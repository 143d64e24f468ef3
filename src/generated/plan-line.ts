/* Generated from schemas/plan-line.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * One job of the frozen plan.
 */
export interface PlanLine {
  kind: "discussion" | "annotation";
  /**
   * Also the stem of every file that belongs to the job.
   */
  id: string;
  /**
   * SHA-256 over the fields.
   */
  hash: string;
  /**
   * The job's whole specification, field by field (long texts as their SHA-256), so that a difference can be named.
   */
  fields: {
    [k: string]: string | number | boolean | null;
  };
}
