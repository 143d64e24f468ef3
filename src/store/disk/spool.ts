/**
 * A place for more lines than fit into memory, sorted into buckets by a key: lines of one key are in one bucket, in the
 * order in which they came. Its files are in a folder that nothing else reads, with the id of this process in its name,
 * which goes when it is closed; `clean` removes those of killed processes.
 */
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../sha256.js';
import { storageError } from './storage-error.js';

export interface Spool {
  put(key: string, line: string): Promise<void>;
  /** The lines of one bucket after the other. */
  buckets(): AsyncGenerator<string[]>;
  close(): Promise<void>;
}

/** With the id of the process whose lines are in the folder. */
export const spoolPattern = /^\.spool-(\d+)-\w+$/;

const count = 64;
/** Characters that wait in memory, of each bucket. */
const most = 128 * 1024;

export async function openSpool(dir: string): Promise<Spool> {
  const waiting = Array.from({ length: count }, () => ({ lines: new Array<string>(), size: 0 }));
  const used = new Set<number>();
  await told(() => mkdir(dir, { recursive: true }));
  // Of its own: what a killed process left would be read as lines of this one.
  const folder = await told(() => mkdtemp(join(dir, `.spool-${process.pid}-`)));
  const pathOf = (bucket: number): string => join(folder, String(bucket));
  const flush = async (bucket: number): Promise<void> => {
    const lines = waiting[bucket]?.lines ?? [];
    if (lines.length === 0) return;
    waiting[bucket] = { lines: [], size: 0 };
    used.add(bucket);
    await told(() => appendFile(pathOf(bucket), `${lines.join('\n')}\n`));
  };
  return {
    async put(key, line) {
      const bucket = Number.parseInt(sha256(key).slice(0, 8), 16) % count;
      const held = waiting[bucket];
      if (!held) throw new RangeError('no such bucket');
      held.lines.push(line);
      held.size += line.length;
      if (held.size > most) await flush(bucket);
    },
    async *buckets() {
      for (let bucket = 0; bucket < count; bucket += 1) {
        await flush(bucket);
        if (used.has(bucket)) yield (await told(() => readFile(pathOf(bucket), 'utf8'))).trimEnd().split('\n');
      }
    },
    close: () => removeSpool(folder),
  };
}

export function removeSpool(folder: string): Promise<void> {
  return told(() => rm(folder, { recursive: true, force: true }));
}

async function told<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    throw storageError(error);
  }
}
