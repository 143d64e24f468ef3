import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, syndisco, townHallProject, type Exit } from './syndisco.js';

/** A run directory that version 0.1 left half finished: one discussion is published, one is begun, one is planned. */
async function oldRun(): Promise<{ dir: string; config: string } & AsyncDisposable> {
  const dir = await mkdtemp(join(tmpdir(), 'syndisco-0.1-'));
  await cp(join(root, 'tests/fixtures/run-of-0.1'), dir, { recursive: true });
  return {
    dir,
    config: join(dir, 'town-hall.yml'),
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

const told = ({ stderr }: Exit): string => stderr.replace(/\s+/g, ' ');

describe('a half-finished run directory of version 0.1', () => {
  test('when any command would go on with it, then one message names both versions and the ways out', async () => {
    for (const command of ['run', 'generate', 'annotate', 'clean', 'plan', 'validate']) {
      await using old = await oldRun();
      const before = await readdir(join(old.dir, 'run'), { recursive: true });
      const exit = await syndisco([command, '-c', old.config]);
      expect(exit.code, `${command}: ${exit.stdout}${exit.stderr}`).toBe(78);
      expect(told(exit)).toContain('format 1');
      expect(told(exit)).toContain('format 2');
      expect(told(exit)).toContain('--fork NAME');
      expect(told(exit).match(/SYNDISCO_RUN_OLDER/g)).toHaveLength(1);
      const created = ['accepted', 'cleaned', 'inputs', 'shards'];
      const after = (await readdir(join(old.dir, 'run'), { recursive: true })).filter(
        (name) => !created.includes(name),
      );
      expect(after.filter((name) => !before.includes(name)).filter((name) => /\./.test(name))).toEqual([]);
    }
  });

  test('when a fork is made, then it goes its own way', async () => {
    await using old = await oldRun();
    const exit = await syndisco(['generate', '-c', old.config, '--fork', 'new']);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('3 of 3');
  });

  test('when it is verified, then its documents count, and as without a sum', async () => {
    await using old = await oldRun();
    const exit = await syndisco(['verify', '-c', old.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('1 of 3 discussions');
    expect(exit.stdout).toContain('1 without');
  });

  test('when it is exported, then its discussion is in the data set, and counted as without a sum', async () => {
    await using old = await oldRun();
    const exit = await syndisco(['export', '-c', old.config]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('1 without');
    expect(await readFile(join(old.dir, 'run/dataset/comments.csv'), 'utf8')).toContain('town-hall-0001');
  });

  test('when another run directory annotates its discussion, then that works', async () => {
    await using old = await oldRun();
    await using project = await townHallProject();
    const discussions = `annotation.files.discussions_dir=${join(old.dir, 'run/discussions')}`;
    const exit = await syndisco(['annotate', '-c', project.config, '--set', discussions]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('annotations  2 of 2');
  });
});

describe('a run directory', () => {
  test('when it is begun, then every input that was read is in it, under the hash of its content', async () => {
    await using project = await townHallProject();
    expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
    const names = await readdir(join(project.dir, 'run/inputs'));
    expect(names.map((name) => name.slice(17)).sort()).toEqual([
      'annotator.txt',
      'annotators.json',
      'free-buses.txt',
      'library-sundays.txt',
      'moderator.txt',
      'participant.txt',
      'personas.json',
    ]);
    const copy = names.find((name) => name.endsWith('-personas.json')) ?? '';
    expect(await readFile(join(project.dir, 'run/inputs', copy), 'utf8')).toBe(
      await readFile(join(project.dir, 'personas.json'), 'utf8'),
    );
    expect(JSON.parse(await readFile(join(project.dir, 'run/run.json'), 'utf8'))).toMatchObject({
      format: 2,
      plan_version: 4,
    });
  });

  test('when the place is another one than the config names, then verify says so and how to point at it', async () => {
    await using project = await townHallProject();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    await cp(join(project.dir, 'run'), join(project.dir, 'moved'), { recursive: true });
    await rm(join(project.dir, 'run'), { recursive: true });
    for (const command of ['verify', 'clean']) {
      const exit = await syndisco([command, '-c', project.config]);
      expect(exit.code, exit.stderr).toBe(66);
      expect(told(exit)).toContain(`no run directory at ${join(project.dir, 'run')}`);
      expect(told(exit)).toContain('town-hall.yml:3');
      expect(told(exit)).toContain('--set run_dir=');
    }
    const plan = await syndisco(['plan', '-c', project.config]);
    expect(plan.stdout).toContain(`no run directory yet at ${join(project.dir, 'run')}`);
    const found = await syndisco(['verify', '-c', project.config, '--set', 'run_dir=moved']);
    expect(found.stdout, found.stderr).toContain('4 of 4 discussions');
  });
});
