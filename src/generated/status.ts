/* Generated from schemas/status.schema.json by scripts/generate-types.ts. Change the schema, not this file. */

/**
 * Servers that do not answer at present.
 */
export type StatusServers = StatusServer[];

/**
 * status.json of a run directory, or shards/I-of-N.status.json of a shard: how the last process stands, for `syndisco status`. Replaced atomically every few seconds while something happens; informative only, and may be deleted.
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
   * The part of the plan that the process makes, as `2/8`.
   */
  shard?: string;
  /**
   * The folder of finished discussions, relative to the run directory.
   */
  discussions_dir?: string;
  /**
   * The folder of finished annotations, of named sets too, relative to the run directory.
   */
  annotations_dir?: string;
  /**
   * When the process began; ISO 8601, UTC, as are all times here.
   */
  started_at?: string;
  /**
   * A killed process leaves `running` behind: the lock in shards/ shows whether it is alive.
   */
  state: "running" | "stopping" | "ended";
  /**
   * Null until the process has ended.
   */
  exit_code: number | null;
  /**
   * What ended the process before its work was done, if it was an error.
   */
  error?: string;
  /**
   * The models are being loaded, so that nothing is made yet.
   */
  loading?: boolean;
  progress: StatusProgress[];
  /**
   * When the last request was completed; absent before the first.
   */
  last_reply_at?: string;
  /**
   * Seconds since the last reply, or since models began or ended to load, when this was written; measured on a clock that is never set.
   */
  quiet_s?: number;
  /**
   * After so long without a reply, the run counts as stalled.
   */
  stalled_after_s?: number;
  /**
   * Requests completed in the last minutes. Absent until there is a pace to measure.
   */
  turns_per_second?: number;
  /**
   * Tokens generated in the last minutes, as far as the engine reports them.
   */
  tokens_per_second?: number;
  /**
   * For the kind of job that is being made, at the pace of the last minutes or, before that, of `plan --calibrate`; absent if neither is known.
   */
  seconds_left?: number;
  tokens?: StatusTokens;
  token_ceiling?: StatusCeiling;
  last_warning?: StatusWarning;
  servers?: StatusServers;
}
export interface StatusProgress {
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
  turns?: StatusShare;
  models?: StatusModel[];
  /**
   * The jobs that are being made, those that take longest first.
   */
  running?: StatusJob[];
}
/**
 * Requests of the planned jobs of this process.
 */
export interface StatusShare {
  total: number;
  done: number;
}
export interface StatusModel {
  /**
   * Models of the same jobs are joined by ` + `.
   */
  name: string;
  jobs: StatusShare1;
  turns: StatusShare1;
}
export interface StatusShare1 {
  total: number;
  done: number;
}
export interface StatusJob {
  job: string;
  /**
   * Requests completed; what is asked again counts once.
   */
  turn: number;
  of: number;
  /**
   * When this process took it up.
   */
  since: string;
}
/**
 * Tokens of the requests that this process has completed, as far as the engine reports them.
 */
export interface StatusTokens {
  prompt: number;
  completion: number;
}
/**
 * `--max-tokens-total`; absent without it.
 */
export interface StatusCeiling {
  limit: number;
  /**
   * By this run so far, in this process and earlier ones.
   */
  used: number;
}
/**
 * The last warning or error in the log.
 */
export interface StatusWarning {
  at: string;
  text: string;
  job?: string;
}
export interface StatusServer {
  url: string;
  /**
   * Of the first failure since its last answer.
   */
  since: string;
  /**
   * The last one.
   */
  failure: string;
}
