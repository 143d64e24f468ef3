import type { Lock } from '../../src/store/locks/take-lock.js';
import { codeOf } from './full-model-disk.js';
import type { Program } from './load-program.js';
import { ModelDisk } from './model-disk.js';
import type { Random } from './random.js';
import { range } from './row.js';
import { Killed, pause, slowPort, type Course } from './slow-port.js';

const dir = '/town';
/** Nobody is out of sight here: one who is taken to be is busy at once. */
const patience = { staleAfterMs: 60_000, pollMs: 1, isStopped: () => true };

/** Several processes take the same lock, hold it, give it back or die: never two at once, and in the end it is free. */
export async function raceForLock(library: Program, random: Random): Promise<string[]> {
  const disk = new ModelDisk();
  await disk.files.makeDir(dir);
  const found: string[] = [];
  const holders = new Set<Course>();
  await Promise.all(range(2 + random.integer(4)).map(() => live(library, { disk, random, found, holders })));
  const code = await codeOf(library.takeLock(placeIn(disk.files), patience).then((lock) => lock.release()));
  if (code !== '') found.push(`when everybody is gone, the lock is not free: ${code}`);
  const locks = (await disk.files.list(dir)).filter((name) => name.endsWith('.lock'));
  if (locks.length > 1) found.push(`locks are left behind: ${locks.join()}`);
  return found;
}

interface Race {
  disk: ModelDisk;
  random: Random;
  found: string[];
  holders: Set<Course>;
}

async function live(library: Program, race: Race): Promise<void> {
  const { disk, random, holders } = race;
  for (let round = 0; round < 2 + random.integer(3); round++) {
    const course: Course = {
      random,
      killAfter: random.chance(0.4) ? random.integer(20) : Infinity,
      onKill: () => {
        bury(disk, course);
        holders.delete(course);
      },
      losesReplies: random.chance(0.2),
    };
    try {
      const lock = await library.takeLock(placeIn(slowPort(disk.files, course)), patience);
      await hold(lock, course, race);
    } catch (error) {
      if (!(error instanceof Killed) && (error as { code?: string }).code !== 'SYNDISCO_RUN_BUSY') throw error;
    }
    await pause(random);
  }
}

async function hold(lock: Lock, course: Course, { disk, random, found, holders }: Race): Promise<void> {
  holders.add(course);
  if (holders.size > 1) found.push(`${holders.size} processes hold one lock`);
  await pause(random);
  await lock.beat();
  if (await lock.isLost()) found.push('a lock was lost under a living process');
  if (!disk.has(course.linked ?? '')) found.push(`the lock ${course.linked ?? ''} was taken away under its holder`);
  await pause(random);
  holders.delete(course);
  await lock.release();
}

function placeIn(files: ModelDisk['files']) {
  return { files, dir, stem: '1-of-1', suffix: '.lock' } as const;
}

/** From now on the lock is that of a process from before a restart of the machine, or of an earlier one of the same pid. */
function bury(disk: ModelDisk, { linked, random }: Course): void {
  const died = random.pick([beforeRestart, samePid]);
  if (linked !== undefined && disk.has(linked)) disk.tamper(linked, (bytes) => ofDeadProcess(bytes, died));
}

export const beforeRestart = /(?<="boot_id":")[^"]*/;
const samePid = /(?<="start_ticks":")[^"]*/;

/** As long as before: somebody may be reading it. */
export function ofDeadProcess(bytes: Buffer, died: RegExp): Buffer {
  return Buffer.from(bytes.toString().replace(died, (known) => '0'.repeat(known.length)));
}
