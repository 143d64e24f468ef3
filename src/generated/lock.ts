/* Generated from schemas/lock.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * The first line of a lock (shards/*.lock) or of a publishing claim: the process that holds it. The file's length is the heartbeat: the owner appends one byte every 30 seconds.
 */
export interface Holder {
  host: string;
  pid: number;
  /**
   * As /proc/self/ns/pid names it.
   */
  pid_namespace: string | null;
  /**
   * When the process started, in clock ticks since boot: distinguishes it from a later process with the same pid.
   */
  start_ticks: string | null;
  boot_id: string | null;
  /**
   * ISO 8601, UTC; for information only, never compared.
   */
  since: string;
}
