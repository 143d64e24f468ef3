/* Generated from schemas/cleaned-segment.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * The first line of cleaned/0001.jsonl and its successors. One finished document per line follows.
 */
export interface CleanedSegment {
  format: 1;
  segment: number;
  /**
   * SHA-256 of the complete previous segment; null in the first.
   */
  previous: string | null;
  /**
   * Number of lines that follow.
   */
  documents: number;
  /**
   * SHA-256 of everything after this line.
   */
  sha256: string;
}
