/** What a log is asked to do. */
export interface LoggingConfig {
  printToTerminal: boolean;
  writeToFile: boolean;
  dir: string;
  level: 'error' | 'warn' | 'info' | 'debug';
  keepDays: number;
  maxSizeBytes: number;
}
