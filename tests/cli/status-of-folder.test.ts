import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { syndisco, townHallProject } from './syndisco.js';

it('when status gets a run directory, then it needs no config, finds documents that are elsewhere, and works after a move', async () => {
  await using project = await townHallProject();
  await project.edit('    topics_dir: topics\n', '    topics_dir: topics\n    output_dir: talks\n');
  expect((await syndisco(['run', '-c', project.config])).code).toBe(0);
  const finished = 'town-hall is finished: 4 of 4 discussions; 8 of 8 annotations\n';
  for (const path of [join(project.dir, 'run'), project.config])
    expect((await syndisco(['status', path])).stdout).toBe(finished);
  await rename(join(project.dir, 'run'), join(project.dir, 'moved'));
  await rename(project.config, join(project.dir, 'other.yml'));
  const moved = await syndisco(['status', 'moved', '--json'], { cwd: project.dir });
  expect(JSON.parse(moved.stdout)).toMatchObject({ experiment: 'town-hall', state: 'finished' });
});

it('when there is no run in the folder, or no such folder, then status says so', async () => {
  await using project = await townHallProject();
  const empty = await syndisco(['status', project.dir]);
  expect([empty.code, empty.stderr]).toEqual([
    66,
    expect.stringContaining('is not a run directory: it has no run.json'),
  ]);
  const missing = await syndisco(['status', join(project.dir, 'nowhere')]);
  expect([missing.code, missing.stderr]).toEqual([66, expect.stringContaining('There is no folder')]);
});
