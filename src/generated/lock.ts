/* Generated from schemas/lock.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * The first line of a lock (shards/*.lock) or of a publishing claim: who holds it. The beat is the file's length: the owner adds one byte every 30 seconds.
 */
export interface Holder {
  host: string;
  pid: number;
  /**
   * As /proc/self/ns/pid names it.
   */
  pid_namespace: string | null;
  /**
   * When the process started, in clock ticks since boot: tells it from a later one with the same pid.
   */
  start_ticks: string | null;
  boot_id: string | null;
  /**
   * ISO 8601, UTC; for people, never compared.
   */
  since: string;
}
