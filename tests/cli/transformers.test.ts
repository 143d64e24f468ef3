import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Discussion } from '../../src/generated/discussion.js';
import { root, syndisco, townHallProject, type Exit } from './syndisco.js';

const config = join(root, 'configs/transformers.yml');

/** Runs the config that ships, into a folder. */
function runInto(dir: string, parallel: number): Promise<Exit> {
  const settings = {
    run_dir: join(dir, 'run'),
    'logging.logs_dir': join(dir, 'logs'),
    'model_parameters.transformers.parallel': parallel,
  };
  return syndisco([
    'run',
    '-c',
    config,
    ...Object.entries(settings).flatMap(([key, value]) => ['--set', `${key}=${value}`]),
  ]);
}

async function readDiscussions(dir: string): Promise<Discussion[]> {
  const folder = join(dir, 'run/discussions');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  return Promise.all(names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Discussion));
}

const textsOf = (discussions: readonly Discussion[]): string[] =>
  discussions.flatMap(({ logs }) => logs.map(({ text }) => text));

describe('a run on the transformers engine', () => {
  it('when the config that ships is run, then its discussions are made side by side, with real text', async () => {
    await using project = await townHallProject();
    const exit = await runInto(project.dir, 4);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).toContain('transformers on the CPU: 4 replies at once');
    const discussions = await readDiscussions(project.dir);
    expect(discussions).toHaveLength(2);
    for (const { users, logs, model } of discussions) {
      expect(new Set(users).size).toBe(3);
      expect(model).toMatchObject({ name: 'syndisco-demo-onnx', engine: 'transformers' });
      expect(new Set(logs.map(({ text }) => text)).size).toBeGreaterThan(4);
    }
  });

  it('when it is run twice with one reply at a time, then the texts are the same', async () => {
    await using first = await townHallProject();
    await using second = await townHallProject();
    for (const { dir } of [first, second]) expect((await runInto(dir, 1)).code).toBe(0);
    expect(textsOf(await readDiscussions(second.dir))).toEqual(textsOf(await readDiscussions(first.dir)));
  });
});
