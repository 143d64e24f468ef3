import { appendFile, mkdir, readdir, readFile, rm, truncate, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { sealDocument } from '../../src/document-sum.js';
import { cleanRun } from '../../src/store/clean-run.js';
import type { InputFile } from '../../src/store/disk/file-port.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { verifyRun } from '../../src/store/verify-run.js';
import { emptyDir } from './empty-dir.js';
import { errorOf } from './error-of.js';
import { discussionOf, model, openTownHall, planned, record, runOptions } from '../town-hall/records.js';

const [made, begun] = [planned(1), planned(2)];

/** One discussion is published, one is begun. */
async function halfDone(): Promise<string> {
  const dir = await emptyDir();
  const store = await openTownHall(dir, { shard: 'none' });
  await store.plan([made, begun]);
  await store.useModel(model);
  for (const line of [made, begun]) {
    const attempt = await store.startAttempt(line, [model], []);
    await attempt.append(record(0));
    await (line === made ? attempt.finish() : attempt.abandon());
  }
  await store.publish('discussion', made.id, discussionOf(made));
  return dir;
}

async function codes(dir: string): Promise<string[]> {
  return (await verifyRun(runOptions(dir))).problems.map(({ code }) => code);
}

const published = (dir: string): string => join(dir, 'discussions', `${made.id}.json`);
const journal = (dir: string): string => join(dir, 'journal', 'discussions', `${begun.id}.0001.jsonl`);

describe('verifying a run directory', () => {
  test('when all is as it was written, then it counts and finds nothing', async () => {
    expect(await verifyRun(runOptions(await halfDone()))).toEqual({
      planned: { discussion: 2, annotation: 0 },
      published: { discussion: 1, annotation: 0 },
      journals: 2,
      withdrawn: 0,
      unsummed: 0,
      acceptedEdits: 0,
      remakeable: { discussion: [], annotation: [] },
      problems: [],
    });
  });

  test('when a kill tore a journal or left a temp file, then that is no fault', async () => {
    const dir = await halfDone();
    await truncate(journal(dir), (await stat(journal(dir))).size - 10);
    await writeFile(join(dir, 'discussions', `.${begun.id}.json.1-2.tmp`), '{');
    expect(await codes(dir)).toEqual([]);
  });

  test('when something is damaged, then each thing is told, and nothing is changed', async () => {
    const dir = await halfDone();
    await truncate(published(dir), 50);
    await appendFile(journal(dir), 'a foreign line\n');
    await writeFile(join(dir, 'run.json'), '{');
    const before = await readFile(journal(dir));
    expect(await codes(dir)).toEqual([
      'SYNDISCO_RUN_DAMAGED',
      'SYNDISCO_PUBLISHED_DAMAGED',
      'SYNDISCO_JOURNAL_DAMAGED',
    ]);
    expect(await readFile(journal(dir))).toEqual(before);
  });

  test('when a finished document is gone, then its journal is found to make it again, or not', async () => {
    const dir = await halfDone();
    await rm(published(dir));
    const inJournal = await verifyRun(runOptions(dir));
    expect(inJournal.problems).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_MISSING', where: { job: made.id } }]);
    expect(inJournal.problems[0]?.todo).toContain('verify --repair');
    expect(inJournal.remakeable.discussion).toEqual([made.id]);
    const cleaned = await halfDone();
    await cleanRun(runOptions(cleaned));
    await rm(published(cleaned));
    const inLedger = await verifyRun(runOptions(cleaned));
    expect(inLedger.problems).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_MISSING', where: { job: made.id } }]);
    expect(inLedger.problems[0]?.todo).toContain('No journal can make it again');
    expect(inLedger.remakeable.discussion).toEqual([]);
  });

  test('when a running process has finished a job and not yet published it, then nothing is missing', async () => {
    const dir = await halfDone();
    const store = await openTownHall(dir);
    const attempt = await store.startAttempt(begun, [model], []);
    await attempt.append(record(0));
    await attempt.finish();
    const verified = verifyRun(runOptions(dir));
    await delay(300);
    await store.publish('discussion', begun.id, discussionOf(begun));
    expect((await verified).problems).toEqual([]);
    await rm(published(dir));
    expect((await verifyRun(runOptions(dir))).problems).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_MISSING' }]);
    await store.close();
  });

  test('when the journals of a finished job are cleaned away after they were listed, then nothing is wrong', async () => {
    const dir = await halfDone();
    let cleaned: Promise<unknown> | undefined;
    const openInput = async (path: string): Promise<InputFile> => {
      if (path.includes('/journal/')) await (cleaned ??= cleanRun(runOptions(dir)));
      return nodeFiles.openInput(path);
    };
    expect((await verifyRun({ ...runOptions(dir), files: { ...nodeFiles, openInput } })).problems).toEqual([]);
  });

  test('when a document is damaged, then a journal that is not complete is not said to make it again', async () => {
    const dir = await halfDone();
    await truncate(published(dir), 50);
    expect((await verifyRun(runOptions(dir))).remakeable.discussion).toEqual([made.id]);
    const done = join(dir, 'journal', 'discussions', `${made.id}.0001.jsonl`);
    await truncate(done, (await stat(done)).size - 10);
    const { problems, remakeable } = await verifyRun(runOptions(dir));
    expect(problems[0]?.todo).toContain('No journal can make it again');
    expect(remakeable.discussion).toEqual([]);
  });

  test.each(['run.json', 'config.yaml', 'models', 'cleaned/0001.jsonl'])(
    'when any byte of %s is changed, then that is told',
    async (name) => {
      const dir = await halfDone();
      const store = await openTownHall(dir, { shard: 'none' });
      await store.useModel(model);
      await cleanRun(runOptions(dir));
      const file =
        name === 'models' ? join(dir, 'models', (await readdir(join(dir, 'models')))[0] ?? '') : join(dir, name);
      const before = await readFile(file);
      expect(await codes(dir)).toEqual([]);
      const unnoticed: number[] = [];
      for (let at = 0; at < before.length; at += 1) {
        const changed = Buffer.from(before);
        changed[at] = (changed[at] ?? 0) ^ 1;
        await writeFile(file, changed);
        if ((await codes(dir)).length === 0) unnoticed.push(at);
      }
      expect(unnoticed).toEqual([]);
    },
  );

  test('when a model’s record is damaged, then the run is not continued with it', async () => {
    const dir = await halfDone();
    const store = await openTownHall(dir, { shard: 'none' });
    await store.useModel(model);
    const [name = ''] = await readdir(join(dir, 'models'));
    await writeFile(join(dir, 'models', name), 'null');
    expect(await errorOf(store.useModel(model))).toMatchObject({ code: 'SYNDISCO_RUN_DAMAGED' });
  });

  test('when a folder is where a document should be, then the others are verified all the same', async () => {
    const dir = await halfDone();
    await rm(published(dir));
    await mkdir(published(dir));
    await appendFile(journal(dir), 'a foreign line\n');
    expect(await codes(dir)).toEqual(['SYNDISCO_STORAGE_DENIED', 'SYNDISCO_JOURNAL_DAMAGED']);
  });

  test('when a document is whole but not in its schema’s shape, then the place is named', async () => {
    const dir = await halfDone();
    await writeFile(published(dir), sealDocument({ ...discussionOf(made), ...{ logs: [{ name: 'anna' }] } }));
    const { problems } = await verifyRun(runOptions(dir));
    expect(problems[0]?.what).toContain("schema: /logs/0 must have required property 'text'");
  });

  test('when the copy of an input is altered, then that is told', async () => {
    const dir = await emptyDir();
    const inputs = [{ path: '/town/Free buses?.txt', text: 'The city should make all buses free.' }];
    const store = await openTownHall(dir, { shard: 'none', inputs });
    await store.plan([made]);
    const [copy = ''] = await readdir(join(dir, 'inputs'));
    expect(copy).toMatch(/^[0-9a-f]{16}-Free_buses_\.txt$/);
    expect(await codes(dir)).toEqual([]);
    await appendFile(join(dir, 'inputs', copy), '!');
    expect(await codes(dir)).toEqual(['SYNDISCO_PUBLISHED_CHANGED']);
  });

  test('when the copy of an input is missing, then that is told', async () => {
    const dir = await emptyDir();
    const inputs = [{ path: '/town/buses.txt', text: 'The city should make all buses free.' }];
    await (await openTownHall(dir, { shard: 'none', inputs })).plan([made]);
    await rm(join(dir, 'inputs'), { recursive: true });
    const { problems } = await verifyRun(runOptions(dir));
    expect(problems).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_CHANGED' }]);
    expect(problems[0]?.where?.file).toMatch(/inputs\/[0-9a-f]{16}-buses\.txt$/);
  });

  test('when the plan is missing, then that is told, and nothing continues the run', async () => {
    const dir = await halfDone();
    await rm(join(dir, 'plan', '0001.jsonl'));
    expect(await codes(dir)).toEqual(['SYNDISCO_PLAN_DAMAGED']);
    expect(await errorOf(openTownHall(dir))).toMatchObject({ code: 'SYNDISCO_PLAN_DAMAGED' });
  });

  test('when run.json says another seed than the plan, then that is told', async () => {
    const dir = await emptyDir();
    await (await openTownHall(dir, { shard: 'none' })).plan([planned(1, { seed: 42 })]);
    const file = join(dir, 'run.json');
    expect(await codes(dir)).toEqual([]);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"seed": 42', '"seed": 43'));
    expect(await codes(dir)).toEqual(['SYNDISCO_RUN_DAMAGED']);
  });

  test('when the plan is damaged, then that is told', async () => {
    const dir = await halfDone();
    await appendFile(join(dir, 'plan', '0001.jsonl'), '\n');
    expect(await codes(dir)).toEqual(['SYNDISCO_PLAN_DAMAGED']);
  });

  test('when there is no run directory, then run.json is missing', async () => {
    expect(await codes(join(await emptyDir(), 'nowhere'))).toEqual(['SYNDISCO_RUN_DAMAGED']);
  });
});
