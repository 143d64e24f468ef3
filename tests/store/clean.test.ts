import { mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanRun } from '../../src/store/clean-run.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { readLedger } from '../../src/store/records/cleaned-ledger.js';
import { verifyRun } from '../../src/store/verify-run.js';
import { emptyDir } from './empty-dir.js';
import { errorOf } from './error-of.js';
import { discussionOf, model, openTownHall, planned, record, runOptions } from '../town-hall/records.js';

const [made, begun] = [planned(1), planned(2)];

/** One discussion is published, one is begun. */
async function halfDone(): Promise<string> {
  const dir = await emptyDir();
  const store = await openTownHall(dir);
  await store.plan([made, begun]);
  await store.useModel(model);
  for (const line of [made, begun]) {
    const attempt = await store.startAttempt(line, [model], []);
    await attempt.append(record(0));
    await attempt.abandon();
  }
  await store.publish('discussion', made.id, discussionOf(made));
  await store.close();
  return dir;
}

const journals = (dir: string): Promise<string[]> => readdir(join(dir, 'journal/discussions'));

describe('cleaning a run directory', () => {
  test('when a job is finished, then its journals go; those of others, and what is not ours, stay', async () => {
    const dir = await halfDone();
    await writeFile(join(dir, 'discussions', `.${begun.id}.json.1-0123abcd.tmp`), '{');
    await writeFile(join(dir, 'discussions', '.notes'), 'mine');
    expect(await cleanRun(runOptions(dir))).toEqual({ tempFiles: 1, journals: 1 });
    expect(await journals(dir)).toEqual([`${begun.id}.0001.jsonl`]);
    expect(await readdir(join(dir, 'discussions'))).toEqual(['.notes', `${made.id}.json`]);
  });

  test('when a finished document is damaged, then nothing is removed: the journals are all that is left of it', async () => {
    const dir = await halfDone();
    await truncate(join(dir, 'discussions', `${made.id}.json`), 20);
    expect(await errorOf(cleanRun(runOptions(dir)))).toMatchObject({ code: 'SYNDISCO_PUBLISHED_DAMAGED' });
    expect(await journals(dir)).toHaveLength(2);
  });

  test('when journals go, then the ledger names each document and its sum, once, chained to the segment before', async () => {
    const dir = await halfDone();
    await cleanRun(runOptions(dir));
    const store = await openTownHall(dir);
    await (await store.startAttempt(begun, [model], [])).finish();
    await store.publish('discussion', begun.id, discussionOf(begun));
    await store.close();
    await cleanRun(runOptions(dir));
    expect(await cleanRun(runOptions(dir))).toEqual({ tempFiles: 0, journals: 0 });
    expect(await readdir(join(dir, 'cleaned'))).toEqual(['0001.jsonl', '0002.jsonl']);
    const { sums, segments } = await readLedger(nodeFiles, join(dir, 'cleaned'));
    expect(segments).toBe(2);
    for (const { id } of [made, begun]) {
      const document = JSON.parse(await readFile(join(dir, 'discussions', `${id}.json`), 'utf8')) as { sum: string };
      expect(sums.discussion.get(id)).toBe(document.sum);
    }
    await rm(join(dir, 'cleaned', '0001.jsonl'));
    expect(await errorOf(cleanRun(runOptions(dir)))).toMatchObject({ code: 'SYNDISCO_RUN_DAMAGED' });
    expect((await verifyRun(runOptions(dir))).problems).toMatchObject([{ code: 'SYNDISCO_RUN_DAMAGED' }]);
  });

  test('when a killed import left its lines, then they go with their folder; those of a living one stay', async () => {
    const dir = await halfDone();
    for (const pid of [4194399, process.pid]) {
      await mkdir(join(dir, `.spool-${pid}-Xy3abc`));
      await writeFile(join(dir, `.spool-${pid}-Xy3abc`, '17'), 'A comment.\n');
    }
    await mkdir(join(dir, '.spool-notes'));
    expect(await cleanRun(runOptions(dir))).toMatchObject({ tempFiles: 1 });
    expect((await readdir(dir)).filter((name) => name.startsWith('.spool'))).toEqual([
      `.spool-${process.pid}-Xy3abc`,
      '.spool-notes',
    ]);
  });

  test('when the count in a segment of the ledger is another one, then that is told, too', async () => {
    const dir = await halfDone();
    await cleanRun(runOptions(dir));
    const segment = join(dir, 'cleaned', '0001.jsonl');
    await writeFile(segment, (await readFile(segment, 'utf8')).replace('"documents":1', '"documents":3'));
    const { problems } = await verifyRun(runOptions(dir));
    expect(problems).toMatchObject([{ code: 'SYNDISCO_RUN_DAMAGED', where: { file: segment } }]);
  });

  test('when killed processes left temp files anywhere, then they go; those of living processes elsewhere stay', async () => {
    const dir = await halfDone();
    const exports = await emptyDir();
    const folders = ['shards', 'dataset', 'calibration', 'withdrawn', 'cleaned'].map((name) => join(dir, name));
    const dead = '.comments.csv.4194399-0123abcd.tmp';
    const alive = `.comments.csv.${process.pid}-0123abcd.tmp`;
    for (const folder of [...folders, exports]) {
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, dead), '');
    }
    await writeFile(join(exports, alive), '');
    expect(await cleanRun({ ...runOptions(dir), besides: [exports] })).toMatchObject({ tempFiles: 6 });
    expect(await readdir(exports)).toEqual([alive]);
  });

  test('when a killed import left temp files among discussions that no plan has, then they go', async () => {
    const dir = await emptyDir();
    await (await openTownHall(dir)).close();
    const left = [4194399, process.pid].map((pid) => `.t1.json.${pid}-0123abcd.tmp`);
    for (const name of left) await writeFile(join(dir, 'discussions', name), '{');
    expect(await cleanRun(runOptions(dir))).toMatchObject({ tempFiles: 1 });
    expect(await readdir(join(dir, 'discussions'))).toEqual(left.slice(1));
  });

  test('when the run is in progress, then it is refused', async () => {
    const dir = await halfDone();
    const store = await openTownHall(dir);
    expect(await errorOf(cleanRun(runOptions(dir)))).toMatchObject({ code: 'SYNDISCO_RUN_BUSY', exitCode: 75 });
    await store.close();
  });
});
