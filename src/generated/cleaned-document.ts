/* Generated from schemas/cleaned-document.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * A line of cleaned/0001.jsonl and its successors: a finished document whose journals were deleted.
 */
export interface CleanedDocument {
  kind: "discussion" | "annotation";
  /**
   * The job id.
   */
  id: string;
  /**
   * The sum at the end of the document.
   */
  sum: string;
}
