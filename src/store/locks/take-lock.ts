/**
 * Take lock: look at the newest one; held = exit 75 with its holder's name; stale = supersede it. A holder on this
 * machine is judged by its pid and start ticks; one that cannot be seen from here only by its beat: unchanged for
 * `staleAfterMs` of our own monotonic clock, which we wait. Never by a time stamp.
 * After winning we look again: a number below the newest is no lock. Numbers far below ours are swept away; the one
 * right below stays, so that no process can come to believe that numbering starts again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { unless } from '../disk/errno.js';
import { createLock, lockNumbers, lockPath, newestLock, readLock, type LockPlace, type SeenLock } from './lock-file.js';
import { judgeProcess, thisProcess } from './process-facts.js';
import { runBusy } from './run-busy.js';

export interface Lock {
  /** Shows the others that we live. */
  beat(): Promise<void>;
  /** Whether another process took us for dead and holds the lock now. */
  isLost(): Promise<boolean>;
  /** Never throws. */
  release(): Promise<void>;
}

export interface Patience {
  staleAfterMs: number;
  pollMs: number;
}

export const usualPatience: Patience = { staleAfterMs: 5 * 60_000, pollMs: 1_000 };

export async function takeLock(place: LockPlace, patience = usualPatience, now = () => new Date()): Promise<Lock> {
  for (;;) {
    const seen = await newestLock(place);
    const state = seen ? await judgeLock(place, seen, patience) : 'stale';
    if (state === 'gone') continue;
    if (seen && state === 'held') throw runBusy(seen);
    const lock = await winLock(place, (seen?.number ?? 0) + 1, now);
    if (lock) return lock;
  }
}

/** Waits where only time can tell. */
export async function judgeLock(
  place: LockPlace,
  seen: SeenLock,
  patience: Patience,
): Promise<'held' | 'stale' | 'gone'> {
  const state = seen.holder ? judgeProcess(seen.holder) : 'unknown';
  if (state !== 'unknown') return state === 'alive' ? 'held' : 'stale';
  const end = performance.now() + patience.staleAfterMs;
  while (performance.now() < end) {
    await delay(patience.pollMs);
    const again = await readLock(place, seen.number);
    if (!again) return 'gone';
    if (again.length !== seen.length) return 'held';
  }
  return 'stale';
}

async function winLock(place: LockPlace, number: number, now: () => Date): Promise<Lock | undefined> {
  const file = await createLock(place, number, { ...thisProcess(), since: now().toISOString() });
  if (!file) return undefined;
  const remove = async (): Promise<void> => {
    await file.close().catch(() => undefined);
    await place.files.unlink(lockPath(place, number)).catch(() => undefined);
  };
  const newest = async (): Promise<number> => (await lockNumbers(place)).at(-1) ?? 0;
  if ((await newest()) !== number) {
    await remove();
    return undefined;
  }
  await sweep(place, number);
  return {
    beat: async () => {
      await file.write(Buffer.from('.'));
      await file.dataSync();
    },
    isLost: async () => (await newest()) > number,
    release: async () => {
      if ((await newest().catch(() => 0)) <= number) await remove();
      else await file.close().catch(() => undefined);
    },
  };
}

async function sweep(place: LockPlace, number: number): Promise<void> {
  for (const old of (await lockNumbers(place)).filter((one) => one < number - 1)) {
    await unless(['ENOENT'], place.files.unlink(lockPath(place, old)));
  }
}
