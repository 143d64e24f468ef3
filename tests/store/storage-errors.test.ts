import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FilePort, OutputFile } from '../../src/store/disk/file-port.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { emptyDir } from './empty-dir.js';
import { errorOf } from './error-of.js';
import { discussionOf, model, openTownHall, planned, record } from '../town-hall/records.js';
import { errno } from './without-links.js';

const line = planned(1);

/** A disk that is well until `fault` names an errno for a step on a file. */
function faulty(fault: (step: string, path: string) => string | undefined): FilePort {
  const check = (step: string, path: string): void => {
    const code = fault(step, path);
    if (code !== undefined) throw errno(code, path);
  };
  return {
    ...nodeFiles,
    createExclusive: async (path) => {
      check('create', path);
      const file = await nodeFiles.createExclusive(path);
      const checked = (step: keyof OutputFile, work: () => Promise<void>) => async () => {
        check(step, path);
        await work();
      };
      return {
        write: (bytes) => checked('write', () => file.write(bytes))(),
        dataSync: checked('dataSync', () => file.dataSync()),
        sync: checked('sync', () => file.sync()),
        close: () => file.close(),
      };
    },
    link: async (from, to) => {
      check('link', to);
      await nodeFiles.link(from, to);
    },
    syncDir: async (path) => {
      check('syncDir', path);
      await nodeFiles.syncDir(path);
    },
  };
}

describe('a disk that fails', () => {
  test('when it names its trouble, then the user reads what it means, where, and what to do', async () => {
    const meanings = [
      ['ENOSPC', 'SYNDISCO_DISK_FULL', 74],
      ['EDQUOT', 'SYNDISCO_DISK_FULL', 74],
      ['EFBIG', 'SYNDISCO_DISK_FULL', 74],
      ['EACCES', 'SYNDISCO_STORAGE_DENIED', 73],
      ['EROFS', 'SYNDISCO_STORAGE_DENIED', 73],
      ['EMFILE', 'SYNDISCO_STORAGE_IO', 74],
      ['ENFILE', 'SYNDISCO_STORAGE_IO', 74],
      ['EIO', 'SYNDISCO_STORAGE_IO', 74],
      ['ESTRANGE', 'SYNDISCO_STORAGE_IO', 74],
    ] as const;
    for (const [fault, code, exitCode] of meanings) {
      const files = faulty((step, path) => (step === 'create' && path.includes('journal') ? fault : undefined));
      const store = await openTownHall(await emptyDir(), { shard: 'none', files });
      await store.plan([line]);
      const told = await errorOf(store.startAttempt(line, [model], []));
      expect(told).toMatchObject({ code, exitCode });
      expect(told.message).toContain(`${told.file ?? '?'} (${fault})`);
      expect(told.file).toContain('.0001.jsonl');
      expect(told.todo).not.toBe('');
    }
  });

  test('when an append fails, then the attempt is poisoned and a new one starts from memory', async () => {
    for (const failing of ['write', 'dataSync']) {
      const dir = await emptyDir();
      let isFull = false;
      const files = faulty((step) => (isFull && step === failing ? 'ENOSPC' : undefined));
      const store = await openTownHall(dir, { shard: 'none', files });
      await store.plan([line]);
      const attempt = await store.startAttempt(line, [model], []);
      await attempt.append(record(0));
      isFull = true;
      expect(await errorOf(attempt.append(record(1)))).toMatchObject({ code: 'SYNDISCO_DISK_FULL' });
      isFull = false;
      expect(await errorOf(attempt.append(record(1)))).toMatchObject({ code: 'SYNDISCO_DISK_FULL' });
      expect(await errorOf(attempt.finish())).toMatchObject({ code: 'SYNDISCO_DISK_FULL' });
      await attempt.abandon();
      const next = await store.startAttempt(line, [model], [record(0), record(1)]);
      await next.finish();
      const folded = await store.foldJob('discussion', line.id);
      expect(folded.records).toEqual([record(0), record(1)]);
    }
  });

  test('when publishing fails at any step before the link, then no file is left; the next try succeeds', async () => {
    for (const failing of ['create', 'write', 'sync', 'link']) {
      const dir = await emptyDir();
      let isBroken = true;
      const isOurs = (path: string): boolean => path.includes('/discussions/');
      const files = faulty((step, path) => (isBroken && step === failing && isOurs(path) ? 'EIO' : undefined));
      const store = await openTownHall(dir, { shard: 'none', files });
      await store.plan([line]);
      const published = store.publish('discussion', line.id, discussionOf(line));
      expect(await errorOf(published)).toMatchObject({ code: 'SYNDISCO_STORAGE_IO', exitCode: 74 });
      expect(await readdir(join(dir, 'discussions'))).toEqual([]);
      isBroken = false;
      await store.publish('discussion', line.id, discussionOf(line));
      expect(await readdir(join(dir, 'discussions'))).toEqual([`${line.id}.json`]);
    }
  });

  test('when the run directory cannot be made, then it is said before anything is generated', async () => {
    const file = join(await emptyDir(), 'a-file');
    await writeFile(file, 'not a folder');
    expect(await errorOf(openTownHall(join(file, 'run')))).toMatchObject({
      code: 'SYNDISCO_STORAGE_DENIED',
      exitCode: 73,
    });
  });

  test.skipIf(process.getuid?.() !== 0)('when a real disk is full, then old files stay as they were', async () => {
    const disk = await emptyDir();
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
    try {
      const dir = join(disk, 'run');
      const store = await openTownHall(dir);
      await store.plan([line]);
      await store.replaceFile('status.json', ['{"done": 0}']);
      const attempt = await store.startAttempt(line, [model], []);
      await attempt.append(record(0));
      const filling = fill(attempt);
      expect(await errorOf(filling)).toMatchObject({ code: 'SYNDISCO_DISK_FULL', exitCode: 74 });
      expect(await errorOf(store.replaceFile('status.json', ['x'.repeat(300_000)]))).toMatchObject({ exitCode: 74 });
      expect(await readFile(join(dir, 'status.json'), 'utf8')).toBe('{"done": 0}');
      const { records, damage } = await store.foldJob('discussion', line.id);
      expect([records[0], damage]).toEqual([record(0), []]);
      await attempt.abandon();
      await store.close();
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  test.skipIf(process.getuid?.() !== 0)('when a real disk is read-only, then it is exit 73', async () => {
    const disk = await emptyDir();
    await mkdir(disk, { recursive: true });
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', disk]);
    try {
      expect(await errorOf(openTownHall(join(disk, 'run')))).toMatchObject({ code: 'SYNDISCO_STORAGE_DENIED' });
    } finally {
      execFileSync('umount', [disk]);
    }
  });
});

async function fill(attempt: { append: (one: ReturnType<typeof record>) => Promise<void> }): Promise<void> {
  for (let turn = 1; turn < 100; turn++) await attempt.append(record(turn, 'bus '.repeat(5000)));
}
