import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mergeRuns } from '../../../src/experiment/merge/merge-runs.js';
import { startSyndisco, syndisco } from '../syndisco.js';
import { filesIn, runTask, shardedTownHall, type Shards } from './shard-project.js';

const kills = 8;

test('when a merge is killed at any moment, then what it leaves is no run or an intact one, and the same merge completes it', async () => {
  await using project = await shardedTownHall(2);
  const expected = await mergeOnce(project);
  const killed = join(project.dir, 'killed');
  const left: number[] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    await rm(killed, { recursive: true, force: true });
    await killOnce(project, { into: killed, files: Math.floor((kill * Object.keys(expected).length) / kills) });
    left.push(await countFiles(killed));
    await expectNoneOrIntact(killed, expected);
    const again = await syndisco(mergeInto(project, killed));
    expect(again.code, again.stderr).toBe(0);
    expect(await finishedFilesIn(killed)).toEqual(expected);
  }
  expect(
    left.some((count) => count > 0 && count < Object.keys(expected).length),
    left.join(' '),
  ).toBe(true);
}, 240_000);

test('when a merge was killed before one of its last files, then the same merge completes it', async () => {
  await using project = await shardedTownHall(2);
  const expected = await mergeOnce(project);
  const last = [
    'run.json',
    'config.yaml',
    'plan/0002.jsonl',
    'plan/0001.jsonl',
    'annotations/town-hall-0004--omar.json',
  ];
  for (const count of last.keys()) {
    const killed = join(project.dir, `killed-${count}`);
    await cp(join(project.dir, 'whole'), killed, { recursive: true });
    for (const name of last.slice(0, count + 1)) await rm(join(killed, name));
    await expectNoneOrIntact(killed, expected);
    await mergeRuns({ dirs: project.parts, into: killed, isPartial: false }, () => undefined);
    expect(await finishedFilesIn(killed)).toEqual(expected);
  }
}, 120_000);

test('when a merge of a design that has grown was killed before the plan, then the same merge completes it', async () => {
  await using project = await shardedTownHall(2);
  await mergeOnce(project);
  const killed = join(project.dir, 'whole');
  await project.edit('num_experiments: 4', 'num_experiments: 6');
  for (const [index, runDir] of project.parts.entries()) await runTask(project, { id: index + 1, count: 2, runDir });
  const request = { dirs: project.parts, into: killed, isPartial: false };
  await mergeRuns(request, () => undefined);
  const expected = await filesIn(killed);
  for (const name of ['plan/0004.jsonl', 'plan/0003.jsonl']) await rm(join(killed, name));
  await mergeRuns(request, () => undefined);
  expect(await filesIn(killed)).toEqual(expected);
}, 120_000);

/** Merges into `whole`; the result has each document of the shards, and no other. */
async function mergeOnce(project: Shards): Promise<Record<string, string>> {
  const whole = join(project.dir, 'whole');
  const { code, stderr } = await syndisco(mergeInto(project, whole));
  expect(code, stderr).toBe(0);
  const merged = await filesIn(whole);
  const ofParts = (await Promise.all(project.parts.map(filesIn))).flatMap((files) => documentsOf(files));
  expect(documentsOf(merged).sort()).toEqual(ofParts.sort());
  return merged;
}

function documentsOf(files: Record<string, string>): [name: string, text: string][] {
  return Object.entries(files).filter(([name]) => /^(discussions|annotations)\//.test(name));
}

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

async function finishedFilesIn(dir: string): Promise<Record<string, string>> {
  const files = Object.entries(await filesIn(dir)).filter(([name]) => !name.endsWith('.tmp'));
  return Object.fromEntries(files);
}

/** Each file is complete. A document comes after its journal, the plan after all that it names, and run.json last. */
async function expectNoneOrIntact(dir: string, expected: Record<string, string>): Promise<void> {
  const left = await finishedFilesIn(dir);
  expect(expected).toMatchObject(left);
  const lacking = Object.keys(expected).filter((name) => !(name in left));
  expect(lacking.filter((name) => mustBeIn(left, name))).toEqual([]);
}

function mustBeIn(left: Record<string, string>, name: string): boolean {
  if ('run.json' in left) return true;
  if (Object.keys(left).some((one) => one.startsWith('plan/')))
    return !/^(plan\/.*|config\.yaml|run\.json)$/.test(name);
  const [, document] = /^journal\/(.*)\.\d+\.jsonl$/.exec(name) ?? [];
  return document !== undefined && `${document}.json` in left;
}
