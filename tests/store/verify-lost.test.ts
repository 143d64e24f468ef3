import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanRun } from '../../src/store/clean-run.js';
import { nodeFiles } from '../../src/store/disk/node-file-port.js';
import { verifyRun } from '../../src/store/verify-run.js';
import { emptyDir } from './empty-dir.js';
import { discussionOf, model, openTownHall, planned, record, runOptions } from '../town-hall/records.js';

const [made, begun] = [planned(1), planned(2)];

/** One of two discussions is published. */
async function halfDone(): Promise<string> {
  const dir = await emptyDir();
  const store = await openTownHall(dir, { shard: 'none' });
  await store.plan([made, begun]);
  await store.useModel(model);
  const attempt = await store.startAttempt(made, [model], []);
  await attempt.append(record(0));
  await attempt.finish();
  await store.publish('discussion', made.id, discussionOf(made));
  return dir;
}

async function codes(dir: string): Promise<string[]> {
  return (await verifyRun(runOptions(dir))).problems.map(({ code }) => code);
}

describe('verifying a run directory that has lost records', () => {
  test.each([false, true])(
    'when records that nothing else names are gone (journals cleaned away: %s), then each is told, and restored it is not',
    async (isCleaned) => {
      const dir = await halfDone();
      const store = await openTownHall(dir, { shard: 'none' });
      await store.plan([made, begun, planned(3)]);
      const attempt = await store.startAttempt(planned(3), [model], []);
      await attempt.append(record(0));
      await attempt.finish();
      await store.publish('discussion', planned(3).id, discussionOf(planned(3)));
      if (isCleaned) await cleanRun(runOptions(dir));
      expect(await codes(dir)).toEqual([]);
      const [name = ''] = await readdir(join(dir, 'models'));
      for (const [lost, code] of [
        ['run.json', 'SYNDISCO_RUN_DAMAGED'],
        ['plan/0002.jsonl', 'SYNDISCO_PLAN_DAMAGED'],
        [`models/${name}`, 'SYNDISCO_RUN_DAMAGED'],
      ] as const) {
        const before = await readFile(join(dir, lost));
        await rm(join(dir, lost));
        const { problems } = await verifyRun(runOptions(dir));
        expect(problems).toMatchObject([{ code, where: { file: join(dir, lost) } }]);
        await writeFile(join(dir, lost), before);
      }
      expect(await codes(dir)).toEqual([]);
    },
  );

  test('when run.json is gone, then a changed record of a model is told all the same', async () => {
    const dir = await halfDone();
    const [name = ''] = await readdir(join(dir, 'models'));
    await writeFile(join(dir, 'models', name), (await readFile(join(dir, 'models', name), 'utf8')).replace('a', 'b'));
    await rm(join(dir, 'run.json'));
    expect(await codes(dir)).toEqual(['SYNDISCO_RUN_DAMAGED', 'SYNDISCO_RUN_DAMAGED']);
  });

  test('when a kill came after the plan and before run.json, then nothing is wrong', async () => {
    const dir = await emptyDir();
    await (await openTownHall(dir, { shard: 'none' })).plan([made]);
    await rm(join(dir, 'run.json'));
    expect(await codes(dir)).toEqual([]);
  });

  test('when the plan grows while it is verified, then the journals of its new jobs are nothing wrong', async () => {
    const dir = await halfDone();
    const store = await openTownHall(dir, { shard: 'none' });
    let hasGrown = false;
    const list = async (folder: string): Promise<string[]> => {
      if (folder.endsWith('journal/discussions') && !hasGrown) {
        hasGrown = true;
        await store.plan([made, begun, planned(3)]);
        await (await store.startAttempt(planned(3), [model], [])).abandon();
      }
      return nodeFiles.list(folder);
    };
    expect((await verifyRun({ ...runOptions(dir), files: { ...nodeFiles, list } })).problems).toEqual([]);
    expect(hasGrown).toBe(true);
  });
});
