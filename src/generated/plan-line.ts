/* Generated from schemas/plan-line.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * One job of the frozen plan.
 */
export interface PlanLine {
  kind: "discussion" | "annotation";
  /**
   * Also the base name of every file that belongs to the job.
   */
  id: string;
  /**
   * SHA-256 over the fields.
   */
  hash: string;
  /**
   * The job's complete specification, field by field (long texts as their SHA-256), so that differences can be reported.
   */
  fields: {
    [k: string]: string | number | boolean | null;
  };
}
