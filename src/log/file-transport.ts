import type DailyRotateFile from 'winston-daily-rotate-file';
import { openFiles, reason } from './log-files.js';
import type { LoggingConfig } from './logging-config.js';

export interface FileTransport {
  /** The first one. */
  transport: DailyRotateFile;
  /** Resolves when all files are closed, or after `flushMs`. To be called when the logger has ended. */
  flush(): Promise<void>;
  /** Sees to it that the lines to come are kept. */
  look(): Promise<void>;
}

interface Ports {
  /** For the terminal: why there is no log. */
  warn: (text: string) => void;
  /** For the terminal and the log. */
  tell: (text: string) => void;
  /** Makes the logger write to another transport, and closes the one before. */
  replace: (before: DailyRotateFile, next: DailyRotateFile) => void;
}

/** A network file system that hangs must not keep a finished run from exiting. */
const flushMs = 5000;
const lookEveryMs = 1000;

/** A file that somebody deletes or moves takes the lines along that are written to it, so the log goes on in a new one. */
export async function openFileTransport(config: LoggingConfig, ports: Ports): Promise<FileTransport | undefined> {
  const { warn } = ports;
  try {
    let files = await openFiles(config, warn);
    const look = oneAtATime(async () => {
      if (!(await files.isGone())) return;
      const before = files;
      files = await openFiles(config, warn);
      ports.replace(before.transport, files.transport);
      ports.tell(`${before.name()} was deleted or moved while it was written: lines before this one may be missing`);
    }, warn);
    const timer = setInterval(() => void look(), lookEveryMs).unref();
    return {
      transport: files.transport,
      look: () => atMost(flushMs, look()),
      async flush() {
        clearInterval(timer);
        await atMost(flushMs, files.close());
      },
    };
  } catch (error) {
    warn(`no log file is written: ${reason(error)}`);
    return undefined;
  }
}

/** Never rejects, and warns only the first time. */
function oneAtATime(work: () => Promise<void>, warn: Ports['warn']): () => Promise<void> {
  let isTold = false;
  let last: Promise<void> | undefined;
  return () => {
    last ??= work()
      .catch((error: unknown) => {
        if (!isTold) warn(`log lines are lost: ${reason(error)}`);
        isTold = true;
      })
      .finally(() => (last = undefined));
    return last;
  };
}

async function atMost(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, patience]);
  clearTimeout(timer);
}
