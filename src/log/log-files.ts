import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import winston from 'winston';
import DailyRotateFile from 'winston-daily-rotate-file';
import type { LoggingConfig } from './logging-config.js';

export interface LogFiles {
  transport: DailyRotateFile;
  /** The path of the file that is written. */
  name(): string;
  isGone(): Promise<boolean>;
  /** Resolves when all files are closed. */
  close(): Promise<void>;
}

/**
 * Opens log files `syndisco-2026-02-14.log`, `syndisco-2026-02-14.1.log` …: a new one every day (local time) and
 * whenever one is full. We delete old files by the date in their name ourselves, because the package would keep a
 * hidden list of its files for that. `warn` is for the terminal.
 */
export async function openFiles(
  { dir, maxSizeBytes, keepDays }: LoggingConfig,
  warn: (text: string) => void,
): Promise<LogFiles> {
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
function watchFiles(transport: DailyRotateFile, { dir, keepDays, warn }: Watched): LogFiles {
  const { logStream } = transport;
  const files = { opened: 1, closed: 0, current: '', isThere: false };
  let told = false;
  logStream.on('new', (file: string) => {
    Object.assign(files, { current: file, isThere: false });
  });
  logStream.on('open', () => {
    files.isThere = true;
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
    name: () => files.current,
    isGone: async () => files.isThere && (await isMissing(files.current)),
    close() {
      logStream.end();
      return allClosed;
    },
  };
}

function isMissing(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT',
  );
}

export function reason(error: unknown): string {
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
