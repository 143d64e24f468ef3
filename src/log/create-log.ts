import type { LoggingConfig } from './logging-config.js';
import { jsonLine, logLine, type Entry } from './log-line.js';
import type { Terminal } from './terminal-transport.js';

/**
 * A log for people: what happened, when, and in which job. The program never reads it; the durable record is the
 * journal.
 */
export interface Log {
  error(text: string, job?: string): void;
  warn(text: string, job?: string): void;
  /** A warning that is also shown when the terminal shows no log, or errors only: somebody waits, and should know for what. */
  urgent(text: string): void;
  info(text: string, job?: string): void;
  debug(text: string, job?: string): void;
  /** The error that ends the run: for the file only, because whoever ends the run shows it. */
  fatal(text: string): void;
  /** For the file only: what the terminal shows in another form. */
  note(text: string): void;
  /** Resolves when all lines are written, or after a time limit. Never rejects. */
  close(): Promise<void>;
}

export interface LogFacts {
  /** Print nothing on the terminal, because a program reads its output. */
  quiet: boolean;
  /** Default: standard error; standard output is reserved for results. */
  terminal?: Terminal;
}

/**
 * Opens the log that the config asks for: the terminal, files rotated by day and by size, both, or neither. If the
 * folder cannot be written, there is one warning and no log file, and the run continues.
 */
export async function createLog(config: LoggingConfig, facts: LogFacts): Promise<Log> {
  const isShown = config.printToTerminal && !facts.quiet;
  const terminal = facts.terminal ?? process.stderr;
  if (!config.writeToFile && !isShown) return { ...silentLog, urgent: warnOn(terminal) };
  const { createLogger, openFileTransport, openTerminalTransport } = await loadWinston();
  const file = config.writeToFile
    ? await openFileTransport(config, {
        warn: warnOn(terminal),
        tell: (text) => {
          urgent(text);
        },
        replace(before, next) {
          // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- as below
          logger.add(next).remove(before);
        },
      })
    : undefined;
  const screen = isShown ? openTerminalTransport(terminal) : undefined;
  const transports = [file?.transport, screen].filter((transport) => transport !== undefined);
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- winston declares its own transports as interfaces
  const logger = createLogger({ level: config.level, transports, silent: transports.length === 0 });
  const write = (level: LoggingConfig['level'], isForFileOnly = false) => {
    return (text: string, job?: string) => {
      const entry: Entry = { at: new Date(), level, text, job };
      const message = logLine(entry);
      const lineInFile = config.format === 'json' ? jsonLine(entry) : message;
      logger.log({ level, message, lineInFile, isForFileOnly });
    };
  };
  const urgent = (text: string): void => {
    write('warn')(text);
    if (!isShown || config.level === 'error') warnOn(terminal)(text);
  };
  return {
    error: write('error'),
    warn: write('warn'),
    urgent,
    info: write('info'),
    debug: write('debug'),
    fatal: write('error', true),
    note: write('info', true),
    async close() {
      if (transports.length === 0 || logger.writableEnded) return;
      await file?.look();
      await new Promise<void>((resolve) => logger.once('finish', resolve).end());
      await file?.flush();
    },
  };
}

const ignore = (): void => undefined;
const silentLog: Log = {
  error: ignore,
  warn: ignore,
  urgent: ignore,
  info: ignore,
  debug: ignore,
  fatal: ignore,
  note: ignore,
  close: () => Promise.resolve(),
};

/** Warns on the terminal even if it shows no log: the reason cannot be in a file that was not created. */
function warnOn(terminal: Terminal): (text: string) => void {
  return (text) => {
    terminal.write(`${logLine({ at: new Date(), level: 'warn', text })}\n`);
  };
}

/** Imported on demand: commands that do not log, such as `syndisco --version`, start faster. */
async function loadWinston() {
  const { createLogger } = await import('winston');
  return { createLogger, ...(await import('./file-transport.js')), ...(await import('./terminal-transport.js')) };
}
