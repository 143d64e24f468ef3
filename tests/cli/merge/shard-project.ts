import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { madeOnce } from '../made-once.js';
import { syndisco, townHallProject, type Exit, type Project } from '../syndisco.js';

export type Shards = Project & AsyncDisposable & { parts: readonly string[] };

/** The town hall, made in directories of their own by the tasks of a Slurm array. */
export async function shardedTownHall(count: 1 | 2 | 3 | 4): Promise<Shards> {
  const project = await townHallIn[count]();
  return { ...project, parts: partsOf(project, count) };
}

const townHallIn = {
  1: madeOnce(() => runTasks(1)),
  2: madeOnce(() => runTasks(2)),
  3: madeOnce(() => runTasks(3)),
  4: madeOnce(() => runTasks(4)),
};

async function runTasks(count: number): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  for (const [index, runDir] of partsOf(project, count).entries()) {
    const exit = await runTask(project, { id: index + 1, count, runDir });
    expect(exit.code, exit.stderr).toBe(0);
  }
  return project;
}

function partsOf({ dir }: Project, count: number): string[] {
  return Array.from({ length: count }, (_, index) => join(dir, `parts/${index + 1}`));
}

interface Task {
  id: number;
  count: number;
  runDir: string;
}

/** `run --shard auto` as a task of `sbatch --array=1-N`. */
export function runTask({ config }: Project, { id, count, runDir }: Task, more: readonly string[] = []): Promise<Exit> {
  const env = {
    SLURM_ARRAY_TASK_ID: `${id}`,
    SLURM_ARRAY_TASK_MIN: '1',
    SLURM_ARRAY_TASK_MAX: `${count}`,
    SLURM_ARRAY_TASK_STEP: '1',
    SLURM_ARRAY_TASK_COUNT: `${count}`,
  };
  const args = ['run', '-c', config, '--shard', 'auto', '--set', `run_dir=${runDir}`, ...more];
  return syndisco(args, { env });
}

/** The exported table of a run directory, without the column of times. */
export async function exportedFrom({ config }: Project, runDir: string): Promise<string> {
  const exit = await syndisco(['export', '-c', config, '--set', `run_dir=${runDir}`]);
  expect(exit.code, exit.stderr).toBe(0);
  const text = await readFile(join(runDir, 'dataset/comments.csv'), 'utf8');
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME');
}

/** Every file below a folder with its content, but for locks and derived files. */
export async function filesIn(dir: string): Promise<Record<string, string>> {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !/\/(dataset|logs|shards)\/|\/status\.json$/.test(path));
  const read = files.sort().map(async (path) => [path.slice(dir.length + 1), await readFile(path, 'utf8')] as const);
  return Object.fromEntries(await Promise.all(read));
}
