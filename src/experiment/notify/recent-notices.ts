import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDerived } from '../../store/disk/write-derived.js';

/** The same is told at most once in this time. */
const atMostEveryMs = 3_600_000;

/**
 * Whether the same was told of this run within the last hour, by any of its processes: cron starts a run that fails every
 * few minutes. If not, it counts as told now. Where nothing can be read or written, everything is told.
 */
export async function wasToldLately(runDir: string, what: string, now = new Date()): Promise<boolean> {
  const path = join(runDir, 'notified.json');
  const told = await read(path);
  const age = now.getTime() - Date.parse(told.get(what) ?? '');
  if (age >= 0 && age < atMostEveryMs) return true; // a time to come is that of a clock that was set back
  told.set(what, now.toISOString());
  await writeDerived(path, [`${JSON.stringify(Object.fromEntries(told), null, 2)}\n`]).catch(() => undefined);
  return false;
}

async function read(path: string): Promise<Map<string, string>> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (typeof value !== 'object' || value === null) return new Map();
    return new Map(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
  } catch {
    return new Map();
  }
}
