import { appendFile, copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { emptyDir } from './empty-dir.js';
import { errorOf } from './error-of.js';
import { model, openTownHall, planned, plannedMany, runOptions } from '../town-hall/records.js';
import { processorMs } from '../town-hall/processor-time.js';

async function plannedDir(jobs = 3): Promise<string> {
  const dir = await emptyDir();
  const store = await openTownHall(dir, { shard: 'none' });
  await store.plan(plannedMany(jobs));
  return dir;
}

const open = (dir: string) => openTownHall(dir, { shard: 'none' });

describe('the frozen plan', () => {
  test('when it is new, then its first segment, run.json and the config’s copy are there', async () => {
    const dir = await emptyDir();
    const store = await open(dir);
    expect(await readdir(dir)).not.toContain('run.json');
    expect(await store.plan(plannedMany(3))).toEqual({ added: 3 });
    expect(await readdir(join(dir, 'plan'))).toEqual(['0001.jsonl']);
    expect(JSON.parse(await readFile(join(dir, 'run.json'), 'utf8'))).toMatchObject({
      format: 2,
      plan_version: 4,
      experiment: 'town-hall',
      seed: 42,
    });
    expect(await readFile(join(dir, 'config.yaml'), 'utf8')).toBe('experiment: town-hall\n');
  });

  test('when it grows, then the inputs that are new are copied before its segment, and none twice', async () => {
    const dir = await emptyDir();
    const personas = { path: '/town/personas.json', text: '[{"username": "anna"}]' };
    const topic = { path: '/town/night-buses.txt', text: 'More night buses?' };
    const inputs = (): Promise<string[]> => readdir(join(dir, 'inputs'));
    await (await openTownHall(dir, { shard: 'none', inputs: [personas] })).plan(plannedMany(2));
    expect(await inputs()).toHaveLength(1);
    const store = await openTownHall(dir, { shard: 'none', inputs: [personas, topic] });
    await store.plan(plannedMany(2));
    expect(await inputs()).toHaveLength(1);
    await store.plan(plannedMany(3));
    expect((await inputs()).map((name) => name.slice(17)).sort()).toEqual(['night-buses.txt', 'personas.json']);
  });

  test('when the same plan comes again, then no byte changes', async () => {
    const dir = await plannedDir();
    const before = await readFile(join(dir, 'plan', '0001.jsonl'), 'utf8');
    expect(await (await open(dir)).plan(plannedMany(3))).toEqual({ added: 0 });
    expect(await readdir(join(dir, 'plan'))).toEqual(['0001.jsonl']);
    expect(await readFile(join(dir, 'plan', '0001.jsonl'), 'utf8')).toBe(before);
  });

  test('when the design grew, then one more segment holds just the new jobs', async () => {
    const dir = await plannedDir(3);
    expect(await (await open(dir)).plan(plannedMany(5))).toEqual({ added: 2 });
    const segment = (await readFile(join(dir, 'plan', '0002.jsonl'), 'utf8')).trimEnd().split('\n');
    expect(segment).toHaveLength(3);
    expect(await (await open(dir)).plan(plannedMany(5))).toEqual({ added: 0 });
  });

  test('when both kinds of job are planned one after the other, then neither counts as shrinking', async () => {
    const dir = await plannedDir(2);
    const store = await open(dir);
    const annotations = [planned(1, {}, 'annotation'), planned(2, {}, 'annotation')];
    expect(await store.plan(annotations)).toEqual({ added: 2 });
    expect(await store.plan(plannedMany(2))).toEqual({ added: 0 });
    expect(await (await open(dir)).plan([])).toEqual({ added: 0 });
  });

  test('when a job changed, then the first differing field is named with both values', async () => {
    const dir = await plannedDir(3);
    const changed = [1, 2, 3].map((replicate) => planned(replicate, { num_turns: 7 }));
    const told = await errorOf((await open(dir)).plan(changed));
    expect(told).toMatchObject({ code: 'SYNDISCO_PLAN_CHANGED', exitCode: 78 });
    expect(told.message).toMatch(/town-hall-0001 .*num_turns: 5,.* num_turns: 7 \(3 jobs differ\)$/);
    expect(told.todo).toContain('Restore num_turns');
  });

  test('when the content of a file changed, then it is named without the word hash in its key', async () => {
    const dir = await plannedDir(1);
    const told = await errorOf((await open(dir)).plan([planned(1, { personas_sha256: 'beef' })]));
    expect(told.message).toContain(' personas: SHA-256 "c0ffee", now "beef"');
  });

  test('when planned jobs are missing, then it is refused, and a job that is new does not hide it', async () => {
    const dir = await plannedDir(3);
    const told = await errorOf((await open(dir)).plan([planned(1), planned(4)]));
    expect(told).toMatchObject({ code: 'SYNDISCO_PLAN_SHRANK', exitCode: 78 });
    expect(told.message).toContain('town-hall-0002 and 1 more are planned');
    expect(await readdir(join(dir, 'plan'))).toEqual(['0001.jsonl']);
  });

  test('when two processes grow it at once, then both find all jobs planned once', async () => {
    const dir = await plannedDir(1);
    const stores = await Promise.all([open(dir), open(dir), open(dir)]);
    const added = await Promise.all(stores.map(async (store) => (await store.plan(plannedMany(50))).added));
    expect(added.toSorted((one, other) => one - other)).toEqual([0, 0, 49]);
    expect(await readdir(join(dir, 'plan'))).toEqual(['0001.jsonl', '0002.jsonl']);
  });

  test('when another shard plans annotations of discussions that were finished meanwhile, then ours are planned too', async () => {
    const dir = await plannedDir(3);
    const [ours, theirs] = [await open(dir), await open(dir)];
    const annotated = (count: number) => [1, 2, 3].slice(0, count).map((place) => planned(place, {}, 'annotation'));
    expect(await theirs.plan(annotated(3))).toEqual({ added: 3 });
    expect(await ours.plan(annotated(2))).toEqual({ added: 0 });
    const shrunk = await errorOf((await open(dir)).plan(annotated(2)));
    expect(shrunk).toMatchObject({ code: 'SYNDISCO_PLAN_SHRANK' });
  });

  test('when a segment is damaged, cut or missing, then it says so and stops', async () => {
    const damage: ((segments: string) => Promise<void>)[] = [
      (dir) => appendFile(join(dir, '0001.jsonl'), '{"kind": "discussion"}\n'),
      async (dir) => {
        const path = join(dir, '0001.jsonl');
        await writeFile(path, (await readFile(path, 'utf8')).replaceAll('"num_turns":5', '"num_turns":6'));
      },
      async (dir) => {
        const path = join(dir, '0001.jsonl');
        await writeFile(path, (await readFile(path, 'utf8')).slice(0, 300));
      },
      async (dir) => {
        const path = join(dir, '0002.jsonl');
        await writeFile(path, (await readFile(path, 'utf8')).replaceAll('"num_turns":5', '"num_turns":6'));
      },
      async (dir) => copyFile(join(await plannedDir(2), 'plan', '0001.jsonl'), join(dir, '0001.jsonl')),
      (dir) => rm(join(dir, '0001.jsonl')),
      (dir) => writeFile(join(dir, '0002.jsonl'), ''),
    ];
    for (const spoil of damage) {
      const dir = await plannedDir(3);
      await (await open(dir)).plan(plannedMany(4));
      await spoil(join(dir, 'plan'));
      expect(await errorOf(open(dir))).toMatchObject({ code: 'SYNDISCO_PLAN_DAMAGED', exitCode: 74 });
    }
  });

  test('when there are 100,000 jobs, then planning and resuming take seconds', async () => {
    const dir = await emptyDir();
    const lines = plannedMany(100_000);
    const taken = await processorMs(async () => {
      expect(await (await open(dir)).plan(lines)).toEqual({ added: 100_000 });
      expect(await (await open(dir)).plan(lines)).toEqual({ added: 0 });
    });
    expect(taken).toBeLessThan(20_000);
  });
});

describe('run.json', () => {
  test('when it is of another format or plan version, then it is not continued, and both are named', async () => {
    const dir = await plannedDir();
    const { identity } = runOptions(dir);
    const newer = await errorOf(openTownHall(dir, { identity: { ...identity, plan_version: 5 } }));
    expect(newer).toMatchObject({ code: 'SYNDISCO_RUN_OLDER', exitCode: 78, file: join(dir, 'run.json') });
    expect(newer.message).toMatch(/plan version 4, made by syndisco 0\.1\.0; .* plan version 5$/);
    const older = await errorOf(openTownHall(dir, { identity: { ...identity, plan_version: 1 } }));
    expect(older).toMatchObject({ code: 'SYNDISCO_RUN_NEWER', exitCode: 78 });
    expect(older.todo).toContain('--fork NAME');
  });

  test('when experiment or seed differ, then the field is named with both values', async () => {
    const dir = await plannedDir();
    const { identity } = runOptions(dir);
    const seed = await errorOf(openTownHall(dir, { identity: { ...identity, seed: 43 } }));
    expect(seed).toMatchObject({ code: 'SYNDISCO_RUN_MISMATCH', exitCode: 78, file: join(dir, 'run.json') });
    expect(seed.message).toMatch(/seed: 42,.* seed: 43/);
    const name = await errorOf(openTownHall(dir, { identity: { ...identity, experiment: 'other' } }));
    expect(name.message).toMatch(/experiment: "town-hall",.* experiment: "other"/);
  });

  test('when tool version and host differ, then the run goes on', async () => {
    const dir = await plannedDir();
    const identity = {
      experiment: 'town-hall',
      seed: 42,
      plan_version: 4,
      tool_version: '0.9.0',
      facts: { host: 'beta' },
    };
    const store = await openTownHall(dir, { identity });
    expect(await store.plan(plannedMany(3))).toEqual({ added: 0 });
    await store.close();
  });

  test('when it is of a newer format or damaged, then nothing is touched', async () => {
    const dir = await plannedDir();
    await writeFile(join(dir, 'run.json'), '{"format": 3, "plan": "in another shape"}');
    expect(await errorOf(open(dir))).toMatchObject({ code: 'SYNDISCO_RUN_NEWER', exitCode: 78 });
    await writeFile(join(dir, 'run.json'), '{"format": 1,');
    expect(await errorOf(open(dir))).toMatchObject({ code: 'SYNDISCO_RUN_DAMAGED', exitCode: 74 });
  });

  test('when a model’s weights were exchanged, then it is refused; another engine version is not', async () => {
    const dir = await plannedDir();
    await (await open(dir)).useModel(model);
    await (await open(dir)).useModel({ ...model, engine_version: '2' });
    const told = await errorOf((await open(dir)).useModel({ ...model, fingerprint: 'bbbb' }));
    expect(told).toMatchObject({ code: 'SYNDISCO_MODEL_CHANGED', exitCode: 78 });
    expect(told.message).toContain('"demo" had the fingerprint "aaaa" in this run, and has "bbbb" now');
  });

  test('when a server serves another model under the same name, then it is refused; a server without names is not', async () => {
    const dir = await plannedDir();
    const served = { ...model, fingerprint: null, served_model: 'town-hall-7b' };
    await (await open(dir)).useModel(served);
    await (await open(dir)).useModel(served);
    await (await open(dir)).useModel({ ...model, fingerprint: null });
    const told = await errorOf((await open(dir)).useModel({ ...served, served_model: 'river-70b' }));
    expect(told).toMatchObject({ code: 'SYNDISCO_MODEL_CHANGED', exitCode: 78 });
    expect(told.message).toContain('had the servers\' name "town-hall-7b" in this run, and has "river-70b" now');
  });
});
