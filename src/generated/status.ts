/* Generated from schemas/status.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * status.json of a run directory: the progress of the last process. Replaced atomically every few seconds; informative only, and may be deleted.
 */
export interface Status {
  /**
   * When this was written; ISO 8601, UTC.
   */
  at: string;
  /**
   * The named annotation set that is made; its status.json is in sets/NAME.
   */
  annotation_set?: string;
  host: string;
  pid: number;
  /**
   * A killed process leaves `running` behind: the lock in shards/ shows whether it is alive.
   */
  state: "running" | "stopping" | "ended";
  /**
   * Null until the process has ended.
   */
  exit_code: number | null;
  progress: {
    kind: "discussion" | "annotation";
    /**
     * Number of planned jobs of this process.
     */
    total: number;
    done: number;
    failed: number;
    /**
     * Requests completed by this process.
     */
    completions: number;
    /**
     * What else is worth a look meanwhile, such as the share of flagged replies.
     */
    remark?: string;
  }[];
}
