import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { FilePort } from '../../src/store/disk/file-port.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { replaceFile } from '../../src/store/disk/replace-file.js';
import { emptyDir } from './empty-dir.js';
import { discussionOf, model, openTownHall, planned, record } from '../town-hall/records.js';

const line = planned(1);

/** The real disk, with every step written down; temp files are all called `temp`. */
function recorded(steps: string[]): FilePort {
  const note = (step: string, path: string): void => {
    steps.push(`${step} ${path.endsWith('.tmp') ? 'temp' : basename(path)}`);
  };
  return {
    ...nodeFiles,
    createExclusive: async (path) => {
      note('create', path);
      const file = await nodeFiles.createExclusive(path);
      return {
        write: (bytes) => (note('write', path), file.write(bytes)),
        dataSync: () => (note('sync', path), file.dataSync()),
        sync: () => (note('sync', path), file.sync()),
        close: () => (note('close', path), file.close()),
      };
    },
    link: (from, to) => (note('link', to), nodeFiles.link(from, to)),
    rename: (from, to) => (note('rename', to), nodeFiles.rename(from, to)),
    unlink: (path) => (note('unlink', path), nodeFiles.unlink(path)),
    syncDir: (path) => (note('syncDir', path), nodeFiles.syncDir(path)),
  };
}

describe('the order is the promise', () => {
  test('when an attempt starts, appends, finishes and publishes, then each step is safe before the next', async () => {
    const steps: string[] = [];
    const store = await openTownHall(await emptyDir(), { shard: 'none', files: recorded(steps) });
    await store.plan([line]);
    const since = (): string[] => steps.splice(0);
    since();
    const journal = `${line.id}.0001.jsonl`;
    const attempt = await store.startAttempt(line, [model], [record(0)]);
    expect(since()).toEqual([`create ${journal}`, `write ${journal}`, `sync ${journal}`, 'syncDir discussions']);
    await attempt.append(record(1));
    expect(since()).toEqual([`write ${journal}`, `sync ${journal}`]);
    await attempt.finish();
    expect(since()).toEqual([`write ${journal}`, `sync ${journal}`, `close ${journal}`]);
    await store.publish('discussion', line.id, discussionOf(line));
    const whole = ['create temp', 'write temp', 'sync temp', 'close temp'];
    expect(since()).toEqual([...whole, `link ${line.id}.json`, 'syncDir discussions', 'unlink temp']);
    await store.replaceFile('status.json', ['{}']);
    expect(since().slice(0, 5)).toEqual([...whole, 'rename status.json']);
  });

  test('when a file comes in chunks, then one is made while the last is written, and it is synced when all are', async () => {
    const steps: string[] = [];
    const slow: FilePort = {
      ...nodeFiles,
      createExclusive: async (path) => {
        const file = await nodeFiles.createExclusive(path);
        return {
          ...file,
          write: async (bytes) => {
            await setTimeout(20);
            await file.write(bytes);
            steps.push('written');
          },
          sync: () => (steps.push('sync'), file.sync()),
        };
      },
    };
    async function* chunks() {
      for (const text of ['comments ', 'of the debate']) {
        steps.push('made');
        yield await Promise.resolve(Buffer.from(text));
      }
    }
    const path = join(await emptyDir(), 'comments.csv');
    await replaceFile(slow, path, chunks());
    expect(steps).toEqual(['made', 'made', 'written', 'written', 'sync']);
    expect(await readFile(path, 'utf8')).toBe('comments of the debate');
  });

  test('when a plan is found, then its names are made safe before anything is built on them', async () => {
    const steps: string[] = [];
    const dir = await emptyDir();
    await (await openTownHall(dir, { shard: 'none' })).plan([line]);
    const store = await openTownHall(dir, { shard: 'none', files: recorded(steps) });
    steps.splice(0);
    await store.plan([line]);
    expect(steps).toEqual(['syncDir plan']);
    await store.plan([line, planned(2)]);
    expect(steps.slice(1).indexOf('syncDir plan')).toBeLessThan(steps.slice(1).indexOf('link 0002.jsonl'));
  });

  test('when a run is planned for the first time, then run.json is the last to appear', async () => {
    const steps: string[] = [];
    const store = await openTownHall(await emptyDir(), { shard: 'none', files: recorded(steps) });
    await store.plan([line]);
    expect(steps.filter((step) => step.startsWith('link'))).toEqual([
      'link 0001.jsonl',
      'link config.yaml',
      'link run.json',
    ]);
  });
});
