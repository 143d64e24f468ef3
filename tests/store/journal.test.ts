import { appendFile, copyFile, mkdir, readFile, rename, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { foldJob } from '../../src/store/journal/fold-job.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { encodeLine } from '../../src/store/journal/journal-line.js';
import type { JournalRecord, RunStore } from '../../src/store/run-store.js';
import { emptyDir } from './empty-dir.js';
import { model, openTownHall, planned, record } from '../town-hall/records.js';

const line = planned(1);
const journal = (dir: string, attempt: number, id = line.id): string =>
  join(dir, 'journal', 'discussions', `${id}.${String(attempt).padStart(4, '0')}.jsonl`);

async function openPlanned(dir: string): Promise<RunStore> {
  const store = await openTownHall(dir, { shard: 'none' });
  await store.plan([line, planned(2)]);
  return store;
}

/** A run directory in which one attempt has written `turns` records and then stopped. */
async function journalled(turns: number): Promise<string> {
  const dir = await emptyDir();
  const store = await openPlanned(dir);
  const attempt = await store.startAttempt(line, [model], []);
  for (let turn = 0; turn < turns; turn++) await attempt.append(record(turn));
  await attempt.abandon();
  return dir;
}

async function fold(dir: string): Promise<{ turns: number[]; damage: readonly string[] }> {
  const { records, damage } = await (await openPlanned(dir)).foldJob('discussion', line.id);
  return { turns: records.map(({ index }) => index), damage };
}

describe('a journal', () => {
  test('when records are appended, then the next process folds exactly them', async () => {
    const dir = await emptyDir();
    const attempt = await (await openPlanned(dir)).startAttempt(line, [model], []);
    const records = [record(0, ''), record(1, 'a line\nof "two" \u2028 \ud800 halves'), record(2)];
    for (const one of records) await attempt.append(one);
    await attempt.finish();
    const folded = await (await openPlanned(dir)).foldJob('discussion', line.id);
    expect(folded).toEqual({ records, attempts: 1, damage: [], madeWith: [model] });
  });

  test('when `done` counts other completions than there are, then the job is not taken for finished', async () => {
    const dir = await emptyDir();
    const attempt = await (await openPlanned(dir)).startAttempt(line, [model], []);
    await attempt.append(record(0));
    await attempt.abandon();
    const file = join(dir, 'journal', 'discussions', `${line.id}.0001.jsonl`);
    const { sum } = JSON.parse((await readFile(file, 'utf8')).trimEnd().split('\n').at(-1) ?? '') as { sum: string };
    await appendFile(file, encodeLine(sum, { kind: 'done', completions: 2 }).bytes);
    const folded = await (await openPlanned(dir)).foldJob('discussion', line.id);
    expect(folded.madeWith).toBeUndefined();
    expect(folded.damage).toEqual([`${file}:3: the \`done\` line counts 2 completions, and there are 1`]);
  });

  test('when many records are appended at once, then all are there', async () => {
    const dir = await emptyDir();
    const attempt = await (await openPlanned(dir)).startAttempt(line, [model], []);
    await Promise.all(Array.from({ length: 100 }, (_, turn) => attempt.append(record(turn))));
    await attempt.abandon();
    expect((await fold(dir)).turns).toHaveLength(100);
  });

  test('when an attempt carries records, then they survive the loss of the first journal', async () => {
    const dir = await journalled(3);
    const store = await openPlanned(dir);
    const { records } = await store.foldJob('discussion', line.id);
    const attempt = await store.startAttempt(line, [model], records);
    await attempt.append(record(3));
    await attempt.abandon();
    await rename(journal(dir, 1), join(dir, 'elsewhere'));
    expect((await fold(dir)).turns).toEqual([0, 1, 2, 3]);
  });

  test('when two attempts answer the same request, then the first one wins', async () => {
    const dir = await journalled(1);
    const store = await openPlanned(dir);
    const attempt = await store.startAttempt(line, [model], [record(0, 'another answer')]);
    await attempt.abandon();
    const { records, attempts } = await store.foldJob('discussion', line.id);
    expect([records.map((one) => one.completion.text), attempts]).toEqual([['Comment 0 about the night buses'], 2]);
  });

  test('when another process has taken the next number, then the attempt takes the one after', async () => {
    const dir = await journalled(1);
    const [one, other] = [await openPlanned(dir), await openPlanned(dir)];
    await one.foldJob('discussion', line.id);
    await other.foldJob('discussion', line.id);
    await (await one.startAttempt(line, [model], [])).abandon();
    await (await other.startAttempt(line, [model], [])).abandon();
    expect((await stat(journal(dir, 3))).isFile()).toBe(true);
  });

  test('when an attempt is abandoned, then it takes no further record', async () => {
    const attempt = await (await openPlanned(await emptyDir())).startAttempt(line, [model], []);
    await attempt.abandon();
    await expect(attempt.append(record(0))).rejects.toThrow('closed');
  });
});

describe('a damaged journal', () => {
  test('when the last line is torn, then it is left out and called no damage', async () => {
    const dir = await journalled(3);
    await truncate(journal(dir, 1), (await stat(journal(dir, 1))).size - 40);
    expect(await fold(dir)).toEqual({ turns: [0, 1], damage: [] });
  });

  test('when only the last line feed is missing, then the line still counts', async () => {
    const dir = await journalled(3);
    await truncate(journal(dir, 1), (await stat(journal(dir, 1))).size - 1);
    expect((await fold(dir)).turns).toEqual([0, 1, 2]);
  });

  test('when a comment is altered, then it and all below it are left out, and the file keeps its bytes', async () => {
    const dir = await journalled(3);
    const altered = (await readFile(journal(dir, 1), 'utf8')).replace('Comment 1', 'Comment 9');
    await writeFile(journal(dir, 1), altered);
    const { turns, damage } = await fold(dir);
    expect([turns, damage.length]).toEqual([[0], 1]);
    expect(damage[0]).toContain('.0001.jsonl:3: ');
    expect(await readFile(journal(dir, 1), 'utf8')).toBe(altered);
  });

  test('when lines are doubled or change places, then the fold ends there', async () => {
    const [open = '', first = '', second = ''] = (await readFile(journal(await journalled(2), 1), 'utf8')).split('\n');
    const dir = await emptyDir();
    await openPlanned(dir);
    const cases: [string[], number[]][] = [
      [[open, first, first, second], [0]],
      [[open, second, first], []],
      [[open, open, first], []],
      [[first, second], []],
    ];
    for (const [lines, turns] of cases) {
      await writeFile(journal(dir, 1), `${lines.join('\n')}\n`);
      expect((await fold(dir)).turns).toEqual(turns);
    }
  });

  test('when it is another job’s or another attempt’s, then nothing of it is believed', async () => {
    const dir = await journalled(2);
    await copyFile(journal(dir, 1), journal(dir, 1, planned(2).id));
    await copyFile(journal(dir, 1), journal(dir, 2));
    const foreign = await (await openPlanned(dir)).foldJob('discussion', planned(2).id);
    expect(foreign.records).toEqual([]);
    expect(foreign.damage[0]).toContain('attempt 1 at the discussion town-hall-0001');
    expect((await fold(dir)).damage).toHaveLength(1);
  });

  test('when a line has no end, then it is not read to the end', async () => {
    const dir = await journalled(1);
    await writeFile(journal(dir, 1), Buffer.alloc(40 * 1024 * 1024, 'x'), { flag: 'a' });
    const { turns, damage } = await fold(dir);
    expect([turns, damage.length]).toEqual([[0], 1]);
    expect(damage[0]).toContain('too long');
  });

  test('when names in the folder are not journals, then they are passed over', async () => {
    const dir = await journalled(1);
    const folder = join(dir, 'journal', 'discussions');
    for (const name of ['.x.tmp', 'notes.txt', `${line.id}.1.jsonl`, `${line.id}.00001.jsonl`]) {
      await writeFile(join(folder, name), 'x');
    }
    await mkdir(join(folder, 'copies'));
    expect(await fold(dir)).toEqual({ turns: [0], damage: [] });
  });

  test('when anything at all happens to its bytes, then no record comes out that was not appended', async () => {
    const dir = await journalled(6);
    const good = await readFile(journal(dir, 1));
    const appended = new Set(Array.from({ length: 6 }, (_, turn) => JSON.stringify(record(turn))));
    const files = [{ path: join(dir, 'damaged'), kind: 'discussion' as const, job: line.id, attempt: 1 }];
    await fc.assert(
      fc.asyncProperty(damages(good.length), async (steps) => {
        await writeFile(join(dir, 'damaged'), steps.reduce(damage, good));
        const { records } = await foldJob(nodeFiles, files, line.hash);
        expect(records.every((one: JournalRecord) => appended.has(JSON.stringify(one)))).toBe(true);
        expect(records.map(({ index }) => index)).toEqual(records.map((_, index) => index));
      }),
      { numRuns: 500 },
    );
  });
});

interface Damage {
  how: 'flip' | 'cut' | 'drop' | 'double' | 'insert';
  at: number;
  length: number;
  bytes: Uint8Array;
}

function damages(size: number): fc.Arbitrary<Damage[]> {
  return fc.array(
    fc.record({
      how: fc.constantFrom('flip' as const, 'cut' as const, 'drop' as const, 'double' as const, 'insert' as const),
      at: fc.nat(size - 1),
      length: fc.nat(900),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 40 }),
    }),
    { minLength: 1, maxLength: 3 },
  );
}

function damage(content: Buffer, { how, at, length, bytes }: Damage): Buffer {
  const [before, there, after] = [
    content.subarray(0, at),
    content.subarray(at, at + length),
    content.subarray(at + length),
  ];
  switch (how) {
    case 'flip': {
      const flipped = Buffer.from(content);
      if (at < flipped.length) flipped[at] = (flipped[at] ?? 0) ^ (1 << (length % 8));
      return flipped;
    }
    case 'cut':
      return before;
    case 'drop':
      return Buffer.concat([before, after]);
    case 'double':
      return Buffer.concat([before, there, there, after]);
    case 'insert':
      return Buffer.concat([before, bytes, there, after]);
  }
}
