import { join } from 'node:path';
import { readWhole } from '../../documents/read-whole.js';
import { writeDerived } from '../../store/disk/write-derived.js';

/** The same is told at most once in this time. */
const atMostEveryMs = 3_600_000;

/**
 * Whether the same was told of this run within the last hour, by any of its processes: cron starts a run that fails every
 * few minutes. If not, it counts as told now. Where nothing can be read or written, everything is told.
 */
export async function wasToldLately(runDir: string, what: string, now = new Date()): Promise<boolean> {
  const told = await read(runDir);
  const age = now.getTime() - Date.parse(told.get(what) ?? '');
  if (age >= 0 && age < atMostEveryMs) return true; // a time to come is that of a clock that was set back
  await write(runDir, told.set(what, now.toISOString()));
  return false;
}

/** Nobody could be told: the next process is to try again. */
export async function forgetTold(runDir: string, what: string): Promise<void> {
  const told = await read(runDir);
  if (told.delete(what)) await write(runDir, told);
}

const fileName = 'notified.json';

async function write(runDir: string, told: ReadonlyMap<string, string>): Promise<void> {
  const text = `${JSON.stringify(Object.fromEntries(told), null, 2)}\n`;
  await writeDerived(join(runDir, fileName), [text]).catch(() => undefined);
}

async function read(runDir: string): Promise<Map<string, string>> {
  try {
    const value: unknown = JSON.parse((await readWhole(join(runDir, fileName))).toString('utf8'));
    if (typeof value !== 'object' || value === null) return new Map();
    return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}
