/* Generated from schemas/status.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * status.json of a run directory: how far the last process came. Replaced as a whole every few seconds; no evidence, and may be deleted.
 */
export interface Status {
  /**
   * When this was written; ISO 8601, UTC.
   */
  at: string;
  host: string;
  pid: number;
  /**
   * A process that was killed leaves `running` behind: the lock in shards/ says whether it lives.
   */
  state: "running" | "stopping" | "ended";
  /**
   * Null until the process has ended.
   */
  exit_code: number | null;
  progress: {
    kind: "discussion" | "annotation";
    /**
     * Jobs of this process in the plan.
     */
    total: number;
    done: number;
    failed: number;
    /**
     * Requests that this process had completed.
     */
    completions: number;
  }[];
}
