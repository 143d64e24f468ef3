/** The part of the log that the run needs. */
export interface RunLog {
  error(text: string, job?: string): void;
  warn(text: string, job?: string): void;
  info(text: string, job?: string): void;
  debug(text: string, job?: string): void;
}
