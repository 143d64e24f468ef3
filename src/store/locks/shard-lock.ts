/**
 * One process per shard: `shards/<i>-of-<n>.lock`, with a beat every 30 seconds. Shards of another count overlap with
 * ours, so we also refuse to run if there is a live lock with another count. We acquire our own lock before looking for
 * others, and release it if there is one, so that of two processes at least one sees the other. Locks save GPU time;
 * correctness never depends on them.
 */
import type { FilePort } from '../disk/file-port.js';
import { newestLock, type LockPlace, type SeenLock } from './lock-file.js';
import { runBusy } from './run-busy.js';
import type { StoreLog } from '../run-store.js';
import { judgeLock, takeLock, usualPatience, type Lock, type Patience } from './take-lock.js';

/** Part `index` of `count`, counted from 1. */
export interface Shard {
  index: number;
  count: number;
}

export interface ShardLockOptions {
  files: FilePort;
  dir: string;
  shard: Shard;
  log: StoreLog;
  now: () => Date;
  /** Whether to stop waiting for the lock of a process that is not visible from here. */
  isStopped?: () => boolean;
  timing?: Partial<Patience & { beatMs: number }>;
}

const namePattern = /^(\d+-of-(\d+))(\.\d+)?\.lock$/;

/** Resolves to a function that releases the lock and never throws. */
export async function lockShard(options: ShardLockOptions): Promise<() => Promise<void>> {
  const { files, dir, shard, log, now, isStopped } = options;
  const tellWait: Patience['tellWait'] = (seen, ms) => {
    log('urgent', describeWait(seen, ms));
  };
  const timing = { ...usualPatience, beatMs: 30_000, tellWait, ...(isStopped && { isStopped }), ...options.timing };
  const lock = await takeLock(place(files, dir, `${shard.index}-of-${shard.count}`), timing, now);
  try {
    await refuseOverlap(options, timing);
  } catch (error) {
    await lock.release();
    throw error;
  }
  const stopBeat = startBeat(lock, log, timing.beatMs);
  return async () => {
    await stopBeat();
    await lock.release();
  };
}

function describeWait({ path, holder }: SeenLock, ms: number): string {
  const whose = holder ? `belongs to process ${holder.pid} on ${holder.host}` : 'cannot be read';
  const wait = `waiting up to ${Math.ceil(ms / 60_000)} minutes to see whether its process is alive`;
  return `the lock ${path} ${whose}: ${wait}. If no other process uses this run directory, delete the file`;
}

async function refuseOverlap({ files, dir, shard }: ShardLockOptions, timing: Patience): Promise<void> {
  const stems = (await files.list(dir)).flatMap((name) => {
    const [, stem, count] = namePattern.exec(name) ?? [];
    return stem === undefined || Number(count) === shard.count ? [] : [stem];
  });
  for (const stem of new Set(stems)) {
    const other = place(files, dir, stem);
    const seen = await newestLock(other);
    if (seen && (await judgeLock(other, seen, timing)) === 'held') throw runBusy(seen);
  }
}

/** One beat at a time: on a slow disk beats are skipped, not queued. */
function startBeat(lock: Lock, log: StoreLog, beatMs: number): () => Promise<void> {
  let beating: Promise<void> | undefined;
  const timer = setInterval(() => {
    beating ??= beatOnce(lock, log).then((isLost) => {
      beating = undefined;
      if (isLost) clearInterval(timer);
    });
  }, beatMs).unref();
  return async () => {
    clearInterval(timer);
    await beating;
  };
}

/** Resolves to true if the lock is lost. A failed beat is only logged: it is no reason to stop the run. */
async function beatOnce(lock: Lock, log: StoreLog): Promise<boolean> {
  try {
    await lock.beat();
    const isLost = await lock.isLost();
    if (isLost)
      log(
        'warn',
        'another process assumed that this one was dead and took over the shard: work may be repeated, but none is lost',
      );
    return isLost;
  } catch (error) {
    log('warn', `could not write the lock's heartbeat: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

function place(files: FilePort, dir: string, stem: string): LockPlace {
  return { files, dir, stem, suffix: '.lock' };
}
