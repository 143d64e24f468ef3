import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import winston from 'winston';
import DailyRotateFile from 'winston-daily-rotate-file';
import { dirname, join } from 'node:path';
import type { LoggingConfig } from './logging-config.js';

export interface FileTransport {
  transport: DailyRotateFile;
  /** Resolves when all files are closed, or after `flushMs`. */
  flush(): Promise<void>;
}

/** A network file system that hangs must not keep a finished run from exiting. */
const flushMs = 5000;

/**
 * Opens log files `syndisco-2026-02-14.log`, `syndisco-2026-02-14.1.log` …: a new one every day (local time) and
 * whenever one is full. We delete old files by the date in their name ourselves, because the package would keep a
 * hidden list of its files for that.
 */
export async function openFileTransport(
  { dir, maxSizeBytes, keepDays }: LoggingConfig,
  warn: (text: string) => void,
): Promise<FileTransport | undefined> {
  try {
    await makeFolder(dir);
    await deleteOldLogs(dir, keepDays);
    const transport = new DailyRotateFile({
      dirname: dir,
      filename: 'syndisco-%DATE%',
      extension: '.log',
      datePattern: 'YYYY-MM-DD',
      maxSize: maxSizeBytes,
      eol: '\n',
      format: winston.format.printf((info) => String(info['lineInFile'])),
    });
    return watchFiles(transport, { dir, keepDays, warn });
  } catch (error) {
    warn(`no log file is written: ${reason(error)}`);
    return undefined;
  }
}

/** Node's own `recursive` never returns where a file system always answers ENOENT, as /proc does. */
async function makeFolder(dir: string): Promise<void> {
  const make = (): Promise<void> =>
    mkdir(dir).catch(async (error: unknown) => {
      if (!(await stat(dir).catch(() => undefined))?.isDirectory()) throw error;
    });
  try {
    await make();
  } catch (error) {
    const isOrphan = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (!isOrphan || dirname(dir) === dir) throw error;
    await makeFolder(dirname(dir));
    await make();
  }
}

interface Watched {
  dir: string;
  keepDays: number;
  warn: (text: string) => void;
}

/** The package reports its files through events of its stream; a file is complete once it is closed. */
function watchFiles(transport: DailyRotateFile, { dir, keepDays, warn }: Watched): FileTransport {
  const { logStream } = transport;
  const files = { opened: 1, closed: 0, current: '' };
  let told = false;
  logStream.on('new', (file: string) => {
    files.current = file;
  });
  logStream.on('error', (error: unknown) => {
    if (!told) warn(`log lines are lost: ${reason(error)}`);
    told = true;
  });
  logStream.on('rotate', () => {
    files.opened += 1;
    void deleteOldLogs(dir, keepDays).catch(() => undefined);
  });
  const allClosed = new Promise<void>((resolve) => {
    logStream.on('close', () => {
      files.closed += 1;
      if (files.closed === files.opened) resolve();
    });
  });
  return {
    transport,
    async flush() {
      await flush(logStream, allClosed);
      const isGone = await stat(files.current).then(
        () => false,
        () => true,
      );
      if (isGone && !told) warn(`the log ends early: ${files.current} was deleted or moved while it was written`);
    },
  };
}

async function flush(stream: NodeJS.WritableStream, allClosed: Promise<void>): Promise<void> {
  stream.end();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => (timer = setTimeout(resolve, flushMs)));
  await Promise.race([allClosed, patience]);
  clearTimeout(timer);
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

const ourName = /^syndisco-(\d{4})-(\d\d)-(\d\d)(?:\.\d+)?\.log$/;

/**
 * Deletes our log files that are more than `keepDays` days old by the date in their name. Leaves all other files alone.
 */
async function deleteOldLogs(dir: string, keepDays: number, today = new Date()): Promise<void> {
  const oldest = new Date(today.getFullYear(), today.getMonth(), today.getDate() - keepDays).getTime();
  for (const name of await readdir(dir)) {
    const [, year, month, day] = ourName.exec(name) ?? [];
    if (year && new Date(Number(year), Number(month) - 1, Number(day)).getTime() < oldest) {
      // Another process may have deleted it first.
      await unlink(join(dir, name)).catch(() => undefined);
    }
  }
}
