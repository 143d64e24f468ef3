/* Generated from schemas/withdrawal.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * withdrawn/0001.json and its successors: one decision to leave a finished discussion out of every analysis, or to take it back in. The last decision about a discussion counts.
 */
export interface Withdrawal {
  /**
   * The id of the discussion.
   */
  id: string;
  /**
   * The job_hash of its document; of a discussion that was imported from a table, the table's SHA-256.
   */
  job_hash: string;
  /**
   * False takes an earlier withdrawal back.
   */
  is_withdrawn: boolean;
  /**
   * The reason, as it was given.
   */
  why: string;
  /**
   * ISO 8601, UTC.
   */
  at: string;
}
