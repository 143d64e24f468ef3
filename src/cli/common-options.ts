import type { BackendLog } from '../backends/backend-log.js';
import type { ExperimentSource } from '../experiment/open-experiment.js';
import { printable } from '../log/printable.js';

/** The options that every command has. */
export interface CommonOptions extends ExperimentSource {
  set: readonly string[];
  json?: boolean;
  debug?: boolean;
}

/** For commands without a log: prints the messages of a model's loader on stderr. */
export const sayOnStderr: BackendLog = (level, text) => {
  process.stderr.write(`${level === 'warn' ? 'warning' : level}  ${text}\n`);
};

/** For warnings while no log is open. */
export function sayWarning(text: string): void {
  process.stderr.write(`warning  ${printable(text)}\n`);
}

/** The same for messages of the store, without what is only of interest in a log. */
export function sayOfStore(level: 'info' | 'warn' | 'urgent', text: string): void {
  if (level !== 'info') sayWarning(text);
}
