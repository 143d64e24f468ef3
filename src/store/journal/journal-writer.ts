/**
 * Append: write, fdatasync, and only then resolve. Lines that arrive while the disk is busy are written together, with
 * a single fdatasync. After a failed write or sync the writer is poisoned: every later line is rejected with the same
 * error, because a second fdatasync on the same descriptor could report success although the data was lost.
 */
import type { OutputFile } from '../disk/file-port.js';
import { chainStart, encodeLine, type LineBody } from './journal-line.js';

export interface JournalWriter {
  /** Resolves when the lines are on disk. */
  append(bodies: readonly LineBody[]): Promise<void>;
  /** Waits for pending writes. Never throws. */
  close(): Promise<void>;
}

export function writeJournal(file: OutputFile): JournalWriter {
  let sum = chainStart;
  let waiting: Buffer[] = [];
  let last: Promise<void> = Promise.resolve();
  let scheduled: Promise<void> | undefined;
  let closed: Promise<void> | undefined;

  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    scheduled = undefined;
    await file.write(bytes);
    await file.dataSync();
  };
  const closeFile = async (): Promise<void> => {
    await last.catch(() => undefined);
    await file.close().catch(() => undefined);
  };
  return {
    append: (bodies) => {
      if (closed) return Promise.reject(new Error('the attempt is closed'));
      try {
        const lines = encodeAll(sum, bodies);
        sum = lines.sum;
        waiting.push(...lines.bytes);
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
      scheduled ??= last = last.then(flush);
      return scheduled;
    },
    close: () => (closed ??= closeFile()),
  };
}

function encodeAll(above: string, bodies: readonly LineBody[]): { bytes: Buffer[]; sum: string } {
  let sum = above;
  const bytes = bodies.map((body) => {
    const line = encodeLine(sum, body);
    sum = line.sum;
    return line.bytes;
  });
  return { bytes, sum };
}
