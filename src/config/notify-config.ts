export type NotifyEvent = 'done' | 'failed' | 'stalled' | 'quality' | 'stopped';

/** What texts of a notification may contain in braces. */
export const placeholders = [
  'message',
  'event',
  'study',
  'status',
  'done',
  'total',
  'elapsed',
  'host',
  'run_dir',
  'reason',
] as const;

export type Placeholder = (typeof placeholders)[number];

/** `{study}`, but not `${study}`, which is a shell's. */
export const placeholderPattern = /(?<!\$)\{([a-z_]+)\}/g;

/** Whom to tell how a run ends, and of what. At least one of `command` and `webhook` is there. */
export interface NotifyConfig {
  events: readonly NotifyEvent[];
  command?: {
    program: string;
    args: readonly string[];
    /** The working directory. */
    dir: string;
  };
  webhook?: {
    /** The environment variable that contains the address. */
    urlEnv: string;
    body: object;
  };
  stalledAfterS: number;
}
