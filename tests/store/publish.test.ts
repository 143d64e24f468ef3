import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, describe, test } from 'vitest';
import { sealDocument } from '../../src/document-sum.js';
import type { Discussion } from '../../src/generated/discussion.js';
import type { FilePort } from '../../src/store/disk/file-port.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { emptyDir } from './empty-dir.js';
import { errorOf } from './error-of.js';
import { ended, startChild } from './run-child.js';
import { discussionOf, openTownHall, planned, plannedMany } from '../town-hall/records.js';
import { errno, withoutLinks } from './without-links.js';

const line = planned(1);
const document = discussionOf(line);

/** A disk that makes the link and loses the answer. */
const forgetful: FilePort = {
  ...nodeFiles,
  link: async (from, to) => {
    await nodeFiles.link(from, to);
    throw errno('EEXIST', to);
  },
};

async function openPlanned(dir: string, files: FilePort = nodeFiles, told: string[] = []) {
  const store = await openTownHall(dir, { shard: 'none', files }, told);
  await store.plan([line]);
  return store;
}

for (const [disk, files] of Object.entries({ 'with links': nodeFiles, 'without links': withoutLinks(nodeFiles) })) {
  describe(`publishing on a disk ${disk}`, () => {
    test('when a document is published, then it is whole, listed, and alone in its folder', async () => {
      const dir = await emptyDir();
      const store = await openPlanned(dir, files);
      await store.publish('discussion', line.id, document);
      expect(await store.readPublished('discussion', line.id)).toMatchObject(document);
      expect(await store.published('discussion')).toEqual(new Set([line.id]));
      expect(await readdir(join(dir, 'discussions'))).toEqual([`${line.id}.json`]);
    });

    test('when an equal job’s document is there, then it stays and nothing is said', async () => {
      const dir = await emptyDir();
      const store = await openPlanned(dir, files);
      await store.publish('discussion', line.id, discussionOf(line, ['the first']));
      await store.publish('discussion', line.id, discussionOf(line, ['the second']));
      expect(await store.readPublished('discussion', line.id)).toMatchObject(discussionOf(line, ['the first']));
      expect(await readdir(join(dir, 'discussions'))).toHaveLength(1);
    });

    test('when something else has the name, then it is reported and kept', async () => {
      const cases = [
        ['{"id": "town-hall-0001", "logs": [', 'SYNDISCO_PUBLISHED_DAMAGED', 74],
        ['', 'SYNDISCO_PUBLISHED_DAMAGED', 74],
        ['{"id": "another-0001"}', 'SYNDISCO_PUBLISHED_FOREIGN', 78],
        [`{"id": "${line.id}", "job_hash": "of another day"}`, 'SYNDISCO_PUBLISHED_FOREIGN', 78],
      ] as const;
      for (const [content, code, exitCode] of cases) {
        const dir = await emptyDir();
        const store = await openPlanned(dir, files);
        const path = join(dir, 'discussions', `${line.id}.json`);
        await writeFile(path, content);
        const told = await errorOf(store.publish('discussion', line.id, document));
        expect(told).toMatchObject({ code, exitCode, file: path });
        expect(await errorOf(store.readPublished('discussion', line.id))).toMatchObject({ code });
        expect(await readFile(path, 'utf8')).toBe(content);
      }
    });

    test('when several processes publish the same jobs at once, then each document is one process’s, whole', async () => {
      const dir = await emptyDir();
      const start = String(Date.now() + 3000);
      const children = ['anna', 'omar', 'ines', 'bert'].map((text) =>
        startChild('publish', [dir, text, start, disk === 'without links' ? 'no-links' : '']),
      );
      const codes = await Promise.all(children.map(async (child) => (await ended(child)).code));
      expect(codes).toEqual([0, 0, 0, 0]);
      const store = await openTownHall(dir, { shard: 'none' });
      for (const one of plannedMany(40)) {
        const { logs } = (await store.readPublished('discussion', one.id)) as Discussion;
        expect(['anna', 'omar', 'ines', 'bert']).toContain(logs[0]?.text);
      }
      expect(await readdir(join(dir, 'discussions'))).toHaveLength(40);
    });
  });
}

describe('publishing', () => {
  test('when the link is made but its answer is lost, then plan, lock and document count as ours', async () => {
    const dir = await emptyDir();
    const store = await openTownHall(dir, { files: forgetful });
    expect(await store.plan([line])).toEqual({ added: 1 });
    await store.publish('discussion', line.id, document);
    expect(await store.readPublished('discussion', line.id)).toMatchObject(document);
    expect(await readdir(join(dir, 'discussions'))).toEqual([`${line.id}.json`]);
    await store.close();
  });

  test('when another process publishes between our look and our claim, then its document stays', async () => {
    const dir = await emptyDir();
    const refusing = withoutLinks(nodeFiles);
    const theirs = sealDocument(discussionOf(line, ['theirs']));
    const files: FilePort = {
      ...refusing,
      createExclusive: async (path) => {
        if (path.endsWith(`${line.id}.json.claim`))
          await writeFile(join(dir, 'discussions', `${line.id}.json`), theirs);
        return refusing.createExclusive(path);
      },
    };
    const store = await openPlanned(dir, files);
    await store.publish('discussion', line.id, discussionOf(line, ['ours']));
    expect(await readdir(join(dir, 'discussions'))).toEqual([`${line.id}.json`]);
    expect(await store.readPublished('discussion', line.id)).toMatchObject(discussionOf(line, ['theirs']));
  });

  test('when links are refused, then the log says so once', async () => {
    const told: string[] = [];
    const store = await openPlanned(await emptyDir(), withoutLinks(nodeFiles), told);
    await store.publish('discussion', line.id, document);
    expect(told.filter((text) => text.includes('without hard links'))).toHaveLength(1);
  });

  test('when the output folder holds other files, then they are not ours', async () => {
    const dir = await emptyDir();
    await mkdir(join(dir, 'discussions'));
    for (const name of ['26-02-14-16-20.json', '.hidden.json', 'notes.txt', 'town-hall-0002.json']) {
      await writeFile(join(dir, 'discussions', name), '{}');
    }
    expect(await (await openPlanned(dir)).published('discussion')).toEqual(new Set());
  });

  test('when a derived file is replaced, then the new one is whole; when its making fails, then the old one stays', async () => {
    const dir = await emptyDir();
    const store = await openPlanned(dir);
    await store.replaceFile('dataset/comments.csv', ['a,b\n', '1,2\n']);
    const failing = function* (): Generator<string> {
      yield 'a,b,c\n';
      throw new Error('a bug in the export');
    };
    await expect(store.replaceFile('dataset/comments.csv', failing())).rejects.toThrow('a bug in the export');
    expect(await readFile(join(dir, 'dataset', 'comments.csv'), 'utf8')).toBe('a,b\n1,2\n');
    expect(await readdir(join(dir, 'dataset'))).toEqual(['comments.csv']);
  });

  test('when a job is given up, then its story is kept, and goes away with success', async () => {
    const dir = await emptyDir();
    const store = await openPlanned(dir);
    const failure = { job: line.id, at: '2026-02-14T16:20:00.000Z', story: 'the engine hung' };
    await store.recordFailure('discussion', line.id, failure);
    const file = join(dir, 'failures', `${line.id}.json`);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ kind: 'discussion', ...failure });
    await store.clearFailure('discussion', line.id);
    await store.clearFailure('discussion', line.id);
    expect(await readdir(join(dir, 'failures'))).toEqual([]);
  });
});
