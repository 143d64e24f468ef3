import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { verifyRun } from '../../../src/store/verify-run.js';
import { startSyndisco, syndisco } from '../syndisco.js';
import { filesIn, shardedTownHall, type Shards } from './shard-project.js';

const kills = 8;

test('when a merge is killed at any moment, then what it leaves is no run or an intact one, and the same merge completes it', async () => {
  await using project = await shardedTownHall(2);
  const whole = join(project.dir, 'whole');
  const killed = join(project.dir, 'killed');
  expect((await syndisco(mergeInto(project, whole))).code).toBe(0);
  const expected = await filesIn(whole);
  const left: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await rm(killed, { recursive: true, force: true });
    await killOnce(project, { into: killed, files: Math.floor((kill * Object.keys(expected).length) / kills) });
    left.push(await countFiles(killed));
    await expectNoneOrIntact(killed);
    const again = await syndisco(mergeInto(project, killed));
    expect(again.code, again.stderr).toBe(0);
    const files = Object.entries(await filesIn(killed)).filter(([name]) => !/\.tmp$/.test(name));
    expect(Object.fromEntries(files)).toEqual(expected);
  }
  expect(
    left.some((count) => count > 0 && count < Object.keys(expected).length),
    left.join(' '),
  ).toBe(true);
}, 240_000);

function mergeInto({ parts }: Shards, into: string): string[] {
  return ['merge', ...parts, '--into', into];
}

/** SIGKILL once so many files are there. */
async function killOnce(project: Shards, { into, files }: { into: string; files: number }): Promise<void> {
  const { child, exit } = startSyndisco(mergeInto(project, into));
  while (child.exitCode === null && (await countFiles(into)) <= files) await delay(1);
  child.kill('SIGKILL');
  await exit;
}

async function countFiles(dir: string): Promise<number> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).length;
}

async function expectNoneOrIntact(dir: string): Promise<void> {
  const folders = { dir, discussionsDir: join(dir, 'discussions'), annotationsDir: join(dir, 'annotations') };
  const { problems } = await verifyRun(folders);
  const isNone = problems.every(({ code }) => code === 'SYNDISCO_RUN_DAMAGED');
  if (!isNone) expect(problems).toEqual([]);
}
