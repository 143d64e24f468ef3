/**
 * Take lock: read the newest lock. If it is held, exit 75 and name the holder; if it is stale, supersede it. A holder
 * on this machine is judged by its pid and start ticks; one that is not visible from here is judged only by its beat,
 * and is stale if that does not change while we wait for `staleAfterMs` on our own monotonic clock. Timestamps are
 * never used.
 * After creating our lock we list the locks again: a number below the newest is not a valid lock. Then all numbers
 * below ours are deleted, except the one directly below, so that no process can conclude that numbering starts again.
 * That one goes too when we release our lock, if it took us a wait to judge it: the next process would wait again.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { unless } from '../disk/errno.js';
import { createLock, lockNumbers, lockPath, newestLock, readLock, type LockPlace, type SeenLock } from './lock-file.js';
import { judgeProcess, thisProcess } from './process-facts.js';
import { runBusy } from './run-busy.js';

export interface Lock {
  /** Shows other processes that this one is alive. */
  beat(): Promise<void>;
  /** Whether another process assumed that this one was dead and took over the lock. */
  isLost(): Promise<boolean>;
  /** Never throws. */
  release(): Promise<void>;
}

export interface Patience {
  staleAfterMs: number;
  pollMs: number;
  /** Called before a wait. */
  tellWait?: (seen: SeenLock, staleAfterMs: number) => void;
  /** Ends a wait early, as if the lock were held. */
  isStopped?: () => boolean;
}

export const usualPatience: Patience = { staleAfterMs: 5 * 60_000, pollMs: 1_000 };

export async function takeLock(place: LockPlace, patience = usualPatience, now = () => new Date()): Promise<Lock> {
  for (;;) {
    const seen = await newestLock(place);
    const state = seen ? await judgeLock(place, seen, patience) : 'stale';
    if (state === 'gone') continue;
    if (seen && state === 'held') throw runBusy(seen);
    const lock = await winLock(place, (seen?.number ?? 0) + 1, now);
    if (lock) return removingUnknown(seen, place, lock);
  }
}

function removingUnknown(superseded: SeenLock | undefined, { files }: LockPlace, lock: Lock): Lock {
  if (!superseded || !isUnknown(superseded)) return lock;
  const { path } = superseded;
  return {
    ...lock,
    async release() {
      await files.unlink(path).catch(() => undefined);
      await lock.release();
    },
  };
}

function isUnknown({ holder }: SeenLock): boolean {
  return !holder || judgeProcess(holder) === 'unknown';
}

/** Waits up to `staleAfterMs` if the holder is not visible from here. */
export async function judgeLock(
  place: LockPlace,
  seen: SeenLock,
  patience: Patience,
): Promise<'held' | 'stale' | 'gone'> {
  const state = seen.holder ? judgeProcess(seen.holder) : 'unknown';
  if (state !== 'unknown') return state === 'alive' ? 'held' : 'stale';
  patience.tellWait?.(seen, patience.staleAfterMs);
  const end = performance.now() + patience.staleAfterMs;
  while (performance.now() < end) {
    await delay(patience.pollMs);
    const again = await readLock(place, seen.number);
    if (!again) return 'gone';
    if (again.length !== seen.length || patience.isStopped?.()) return 'held';
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
