/* Generated from schemas/accepted-edit.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * accepted/0001.json and its successors: one accepted edit of a published document.
 */
export interface AcceptedEdit {
  kind: "discussion" | "annotation";
  /**
   * The job id.
   */
  id: string;
  /**
   * SHA-256, in hex, of all bytes of the file as it was accepted.
   */
  sha256: string;
  /**
   * The sum that the file had when it was published, if the file still contains it.
   */
  previous_sum: string | null;
  /**
   * ISO 8601, UTC.
   */
  at: string;
}
