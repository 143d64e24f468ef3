import type { LoggingConfig } from '../config/experiment-config.js';
import { logLine } from './log-line.js';
import type { Terminal } from './terminal-transport.js';

/** A log for people: what happened when, in which job. It is no evidence; the journals are. */
export interface Log {
  error(text: string, job?: string): void;
  warn(text: string, job?: string): void;
  info(text: string, job?: string): void;
  debug(text: string, job?: string): void;
  /** The error that ends the run: for the file only, because whoever ends the run shows it. */
  fatal(text: string): void;
  /** Resolves when every line is handed to the disk. Never rejects. */
  close(): Promise<void>;
}

export interface LogFacts {
  /** Nothing goes to the terminal: its lines belong to a machine. */
  quiet: boolean;
  /** Standard error unless said otherwise; results have standard output to themselves. */
  terminal?: Terminal;
}

/**
 * Opens the log that the config asks for: a terminal, files that turn over by day and by size, both, or neither. A folder
 * that cannot be written costs the file, with one warning, never the run.
 */
export async function createLog(config: LoggingConfig, facts: LogFacts): Promise<Log> {
  const isShown = config.printToTerminal && !facts.quiet;
  if (!config.writeToFile && !isShown) return silentLog;
  const { createLogger, openFileTransport, openTerminalTransport } = await loadWinston();
  const terminal = facts.terminal ?? process.stderr;
  const file = config.writeToFile ? await openFileTransport(config, warnOn(terminal)) : undefined;
  const screen = isShown ? openTerminalTransport(terminal) : undefined;
  const transports = [file?.transport, screen].filter((transport) => transport !== undefined);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston declares its own transports as interfaces
  const logger = createLogger({ level: config.level, transports, silent: transports.length === 0 });
  const write = (level: LoggingConfig['level']) => (text: string, job?: string) => {
    logger.log({ level, message: logLine({ at: new Date(), level, text, job }) });
  };
  return {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    fatal(text) {
      logger.log({ level: 'error', message: logLine({ at: new Date(), level: 'error', text }), isForFileOnly: true });
    },
    async close() {
      if (transports.length === 0 || logger.writableEnded) return;
      await new Promise<void>((resolve) => logger.once('finish', resolve).end());
      await file?.flush();
    },
  };
}

const ignore = (): void => undefined;
const silentLog: Log = {
  error: ignore,
  warn: ignore,
  info: ignore,
  debug: ignore,
  fatal: ignore,
  close: () => Promise.resolve(),
};

/** Said even where the terminal gets no log: nobody would look for the reason in a file that is not there. */
function warnOn(terminal: Terminal): (text: string) => void {
  return (text) => {
    terminal.write(`${logLine({ at: new Date(), level: 'warn', text })}\n`);
  };
}

/** Only a command that logs pays for loading it: `syndisco --version` does not. */
async function loadWinston() {
  const { createLogger } = await import('winston');
  return { createLogger, ...(await import('./file-transport.js')), ...(await import('./terminal-transport.js')) };
}
