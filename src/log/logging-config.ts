/** What a log is asked to do. */
export interface LoggingConfig {
  printToTerminal: boolean;
  writeToFile: boolean;
  dir: string;
  /** Of the files; a terminal always gets text. */
  format: 'text' | 'json';
  level: 'error' | 'warn' | 'info' | 'debug';
  keepDays: number;
  maxSizeBytes: number;
}
