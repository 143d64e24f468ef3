import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Holder } from '../../src/generated/lock.js';
import type { FilePort } from '../../src/store/disk/file-port.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { thisProcess } from '../../src/store/locks/process-facts.js';
import { emptyDir } from './empty-dir.js';
import { errorOf } from './error-of.js';
import { ended, printed, startChild } from './run-child.js';
import { openTownHall } from '../town-hall/records.js';
import { withoutLinks } from './without-links.js';

const timing = { staleAfterMs: 300, pollMs: 20, beatMs: 40 };
const elsewhere = { host: 'node-17', boot_id: 'that of node-17' };
const lockOf = (dir: string, number = 1): string =>
  join(dir, 'shards', number === 1 ? '1-of-1.lock' : `1-of-1.${number}.lock`);

/** A run directory with a lock that another process left or holds. */
async function lockedBy(changes: Partial<Holder>): Promise<string> {
  const dir = await emptyDir();
  await mkdir(join(dir, 'shards'));
  const holder = { ...thisProcess(), since: '2026-02-14T16:20:00.000Z', ...changes };
  await writeFile(lockOf(dir), `${JSON.stringify(holder)}\n`);
  return dir;
}

describe('the lock of a shard', () => {
  test('when a run is open, then a second one is refused with the holder’s name, and may start after it is closed', async () => {
    const dir = await emptyDir();
    const store = await openTownHall(dir);
    const told = await errorOf(openTownHall(dir));
    expect(told).toMatchObject({ code: 'SYNDISCO_RUN_BUSY', exitCode: 75, file: lockOf(dir) });
    expect(told.message).toContain(`process ${process.pid} on ${hostname()} has held it since 20`);
    await store.close();
    await store.close();
    expect(await readdir(join(dir, 'shards'))).toEqual([]);
    await (await openTownHall(dir)).close();
  });

  test('when another process holds it, then it is busy while that lives and free at once when it is killed', async () => {
    const dir = await emptyDir();
    const child = startChild('hold-lock', [dir]);
    await printed(child, 'held');
    expect((await errorOf(openTownHall(dir))).message).toContain(`process ${String(child.pid)} `);
    const over = ended(child);
    child.kill('SIGKILL');
    await over;
    const store = await openTownHall(dir);
    expect(await readdir(join(dir, 'shards'))).toEqual(['1-of-1.2.lock', '1-of-1.lock']);
    expect(await errorOf(openTownHall(dir))).toMatchObject({ code: 'SYNDISCO_RUN_BUSY' });
    await store.close();
    await (await openTownHall(dir)).close();
  });

  test('when the pid lives but is a later process, or the machine was restarted, then the lock is stale at once', async () => {
    for (const stale of [{ start_ticks: '1' }, { boot_id: 'before the restart' }, { pid: 4_000_000 }]) {
      await (await openTownHall(await lockedBy(stale))).close();
    }
  });

  test('when the holder is on another host or in another container and beats, then it is busy', async () => {
    for (const holder of [elsewhere, { pid_namespace: 'pid:[1]' }]) {
      const dir = await lockedBy(holder);
      const beat = setInterval(() => void writeFile(lockOf(dir), '.', { flag: 'a' }), 40);
      const told = await errorOf(openTownHall(dir, { timing }));
      clearInterval(beat);
      expect(told.message).toContain(`on ${'host' in holder ? holder.host : hostname()} has held it since 2026-02-14`);
    }
  });

  test('when a holder on another host does not beat for long enough, then its lock is superseded', async () => {
    const dir = await lockedBy(elsewhere);
    const start = performance.now();
    const store = await openTownHall(dir, { timing });
    expect(performance.now() - start).toBeGreaterThan(timing.staleAfterMs);
    expect(await readdir(join(dir, 'shards'))).toEqual(['1-of-1.2.lock', '1-of-1.lock']);
    await store.close();
  });

  test('when a lock cannot be read, then it is waited for like one of another host', async () => {
    const dir = await lockedBy({});
    await writeFile(lockOf(dir), '{');
    const told: string[] = [];
    await (await openTownHall(dir, { timing }, told)).close();
    expect(told.join('\n')).toContain(`the lock ${lockOf(dir)} cannot be read: waiting`);
    expect(await readdir(join(dir, 'shards'))).toEqual([]);
  });

  test('when the run is stopped while it waits for a lock, then it is busy', async () => {
    const dir = await lockedBy(elsewhere);
    const stopped = openTownHall(dir, { timing: { ...timing, staleAfterMs: 600_000 }, isStopped: () => true });
    expect(await errorOf(stopped)).toMatchObject({ code: 'SYNDISCO_RUN_BUSY' });
  });

  test('when a run is open, then its lock grows with every beat', async () => {
    const dir = await emptyDir();
    const store = await openTownHall(dir, { timing });
    await expect.poll(() => readFile(lockOf(dir), 'utf8'), { timeout: 10_000 }).toMatch(/^\{.*\}\n\.{2,}$/);
    await store.close();
  });

  test('when another process took ours for dead, then it is said once and its lock survives our end', async () => {
    const dir = await emptyDir();
    const told: string[] = [];
    const store = await openTownHall(dir, { timing }, told);
    await writeFile(lockOf(dir, 2), await readFile(lockOf(dir)));
    const said = (): number => told.filter((text) => text.includes('another process')).length;
    await expect.poll(said, { timeout: 10_000 }).toBe(1);
    await delay(150);
    await store.close();
    expect(said()).toBe(1);
    expect(await readdir(join(dir, 'shards'))).toContain('1-of-1.2.lock');
  });

  test('when many open at once over a stale lock, then exactly one gets it', async () => {
    for (const files of [nodeFiles, withoutLinks(nodeFiles)]) {
      const dir = await lockedBy({ start_ticks: '1' });
      const opened = await Promise.allSettled(Array.from({ length: 20 }, () => openTownHall(dir, { files, timing })));
      expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    }
  });

  test('when a higher lock appears while ours is made, then ours is taken back', async () => {
    const dir = await emptyDir();
    const files: FilePort = {
      ...nodeFiles,
      link: async (from, to) => {
        await nodeFiles.link(from, to);
        if (to === lockOf(dir)) await writeFile(lockOf(dir, 2), await readFile(to));
      },
    };
    expect(await errorOf(openTownHall(dir, { files }))).toMatchObject({
      code: 'SYNDISCO_RUN_BUSY',
      file: lockOf(dir, 2),
    });
    expect(await readdir(join(dir, 'shards'))).toEqual(['1-of-1.2.lock']);
  });

  test('when shards of one count run side by side, then each has its lock; another count is refused', async () => {
    const dir = await emptyDir();
    const stores = [
      await openTownHall(dir, { shard: { index: 1, count: 2 } }),
      await openTownHall(dir, { shard: { index: 2, count: 2 } }),
    ];
    expect(await errorOf(openTownHall(dir))).toMatchObject({ code: 'SYNDISCO_RUN_BUSY', exitCode: 75 });
    expect(await readdir(join(dir, 'shards'))).toEqual(['1-of-2.lock', '2-of-2.lock']);
    await (await openTownHall(dir, { shard: 'none' })).close();
    for (const store of stores) await store.close();
    await (await openTownHall(dir)).close();
  });
});
