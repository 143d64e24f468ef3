/* Generated from schemas/imported-table.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * imported.json: the table of comments whose discussions are in the run directory, written when all of them are.
 */
export interface ImportedTable {
  /**
   * The name of the table.
   */
  file: string;
  /**
   * Of its bytes.
   */
  sha256: string;
  columns: {
    [k: string]: string;
  };
  carry_columns: string[];
  discussions: number;
  comments: number;
}
