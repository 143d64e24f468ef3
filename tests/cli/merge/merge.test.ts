import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsOf } from '../problems-of.js';
import { syndisco, townHallProject } from '../syndisco.js';
import { exportedFrom, filesIn, runTask, shardedTownHall } from './shard-project.js';

describe('the tasks of a Slurm array', () => {
  test('when they share one directory, then each makes its part, and the run without --shard only exports', async () => {
    await using project = await townHallProject();
    const runDir = join(project.dir, 'run');
    for (const id of [2, 1, 3]) {
      const exit = await runTask(project, { id, count: 3, runDir });
      expect(exit.code, exit.stderr).toBe(0);
      expect(exit.stdout).not.toContain('data set');
    }
    expect(await readdir(join(runDir, 'discussions'))).toHaveLength(4);
    expect(await readdir(join(runDir, 'annotations'))).toHaveLength(8);
    const last = await syndisco(['run', '-c', project.config]);
    expect(last.stdout).toContain('nothing left to make: 4 of 4 discussions, 8 of 8 annotations, data set');
  });

  test('when there are more tasks than discussions, then those without work end well', async () => {
    await using project = await townHallProject();
    const exit = await runTask(project, { id: 6, count: 6, runDir: join(project.dir, 'parts/6') });
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('0 of 0');
  });
});

describe('merge', () => {
  test('when the shards are finished, then the result verifies, and exports what an undivided run exports', async () => {
    await using project = await shardedTownHall(3);
    const into = join(project.dir, 'merged');
    const exit = await syndisco(['merge', ...project.parts, '--into', into]);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).toContain('4 of 4 discussions, 8 of 8 annotations');
    const verified = await syndisco(['verify', '-c', project.config, '--set', `run_dir=${into}`]);
    expect(verified.stdout, verified.stderr).toContain('is intact: 4 of 4 discussions, 8 of 8 annotations');
    const undivided = join(project.dir, 'undivided');
    await syndisco(['run', '-c', project.config, '--set', `run_dir=${undivided}`]);
    expect(await exportedFrom(project, into)).toBe(await exportedFrom(project, undivided));
    const again = await syndisco(['run', '-c', project.config, '--set', `run_dir=${into}`]);
    expect(again.stdout, again.stderr).toContain('nothing left to make');
  });

  test('when it is repeated, then no byte changes', async () => {
    await using project = await shardedTownHall(2);
    const into = join(project.dir, 'merged');
    await syndisco(['merge', ...project.parts, '--into', into]);
    const before = await filesIn(into);
    const again = await syndisco(['merge', ...project.parts, '--into', into]);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout).toContain('nothing new');
    expect(await filesIn(into)).toEqual(before);
  });

  test('when the design has grown since, then the same command adds what is new', async () => {
    await using project = await shardedTownHall(2);
    const into = join(project.dir, 'merged');
    const merge = ['merge', ...project.parts, '--into', into];
    await syndisco(merge);
    await project.edit('num_experiments: 4', 'num_experiments: 6');
    for (const [index, runDir] of project.parts.entries()) await runTask(project, { id: index + 1, count: 2, runDir });
    const exit = await syndisco(merge);
    expect(exit.stdout, exit.stderr).toContain('6 of 6 discussions, 12 of 12 annotations');
    const verified = await syndisco(['verify', '-c', project.config, '--set', `run_dir=${into}`]);
    expect(verified.code, verified.stderr).toBe(0);
  });

  test('when journals were cleaned in a shard, then the loss of a document is noticed in the result too', async () => {
    await using project = await shardedTownHall(2);
    const [first = ''] = project.parts;
    await syndisco(['clean', '-c', project.config, '--set', `run_dir=${first}`]);
    const into = join(project.dir, 'merged');
    expect((await syndisco(['merge', ...project.parts, '--into', into])).code).toBe(0);
    await rm(join(into, 'discussions/town-hall-0001.json'));
    const verified = await syndisco(['verify', '-c', project.config, '--set', `run_dir=${into}`, '--json']);
    expect(problemsOf(verified)).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_MISSING' }]);
  });

  test('when a discussion is withdrawn in a shard, then it is in the result too', async () => {
    await using project = await shardedTownHall(2);
    const [first = ''] = project.parts;
    const withdraw = ['withdraw', 'town-hall-0001', '--why', 'off topic', '-c', project.config];
    expect((await syndisco([...withdraw, '--set', `run_dir=${first}`])).code).toBe(0);
    const into = join(project.dir, 'merged');
    await syndisco(['merge', ...project.parts, '--into', into]);
    const verified = await syndisco(['verify', '-c', project.config, '--set', `run_dir=${into}`]);
    expect(verified.stdout, verified.stderr).toContain('1 withdrawn');
  });

  test('when the shards have annotation sets, then the result has them whole', async () => {
    await using project = await shardedTownHall(2);
    for (const part of project.parts) {
      const exit = await syndisco(['annotate', '--as', 'strict', '-c', project.config, '--set', `run_dir=${part}`]);
      expect(exit.code, exit.stderr).toBe(0);
    }
    const into = join(project.dir, 'merged');
    const exit = await syndisco(['merge', ...project.parts, '--into', into, '--json']);
    expect(JSON.parse(exit.stdout)).toMatchObject({ finished: { discussion: 4, annotation: 16 } });
    const verified = await syndisco(['verify', '-c', project.config, '--set', `run_dir=${into}`]);
    expect(verified.stdout, verified.stderr).toContain('annotation set strict: 8 of 8 annotations');
  });

  test('when a shard has not finished, then all that is missing is listed; with --partial the run goes on from there', async () => {
    await using project = await shardedTownHall(4);
    const some = project.parts.slice(0, 3);
    const into = join(project.dir, 'merged');
    const refused = await syndisco(['merge', ...some, '--into', into, '--json']);
    expect(refused.code).toBe(75);
    expect(problemsOf(refused)).toMatchObject([
      { code: 'SYNDISCO_MERGE_INCOMPLETE', what: expect.stringContaining('town-hall-0004') as string },
    ]);
    expect(await readdir(project.dir)).not.toContain('merged');
    const partial = await syndisco(['merge', ...some, '--into', into, '--partial']);
    expect(partial.stdout, partial.stderr).toContain('3 of 4 discussions');
    const rest = await syndisco(['run', '-c', project.config, '--set', `run_dir=${into}`]);
    expect(rest.stdout, rest.stderr).toContain('4 of 4');
  });

  test('when discussions of a shard are not annotated, then the union is not complete', async () => {
    await using project = await shardedTownHall(2);
    const [first = '', second = ''] = project.parts;
    await rm(second, { recursive: true });
    const generate = ['generate', '--shard', '2/2', '-c', project.config, '--set', `run_dir=${second}`];
    expect((await syndisco(generate)).code).toBe(0);
    const refused = await syndisco(['merge', first, second, '--into', join(project.dir, 'merged'), '--json']);
    expect(problemsOf(refused)).toMatchObject([
      { code: 'SYNDISCO_MERGE_INCOMPLETE', what: expect.stringContaining('town-hall-0002--nora') as string },
    ]);
  });

  test('when shards were made from different designs, then the first difference of each is named', async () => {
    await using project = await shardedTownHall(2);
    const [first = '', second = ''] = project.parts;
    await rm(second, { recursive: true });
    await project.edit('history_ctx_len: 3', 'history_ctx_len: 2');
    expect((await runTask(project, { id: 2, count: 2, runDir: second })).code).toBe(0);
    const refused = await syndisco(['merge', first, second, '--into', join(project.dir, 'merged'), '--json']);
    expect(refused.code).toBe(78);
    expect(problemsOf(refused)[0]).toMatchObject({
      code: 'SYNDISCO_MERGE_DIFFERENT',
      what: expect.stringMatching(/history_ctx_len: 3 .*parts\/1.* 2 .*parts\/2.*4 discussions/) as string,
    });
  });

  test('when a discussion was made in two shards, then it is a duplicate; a copy of the same document is none', async () => {
    await using project = await shardedTownHall(2);
    const [first = '', second = ''] = project.parts;
    const copy = join(project.dir, 'copy');
    await cp(first, copy, { recursive: true });
    const into = join(project.dir, 'merged');
    expect((await syndisco(['merge', first, second, copy, '--into', into])).code).toBe(0);
    const again = join(project.dir, 'again');
    await runTask(project, { id: 1, count: 2, runDir: again });
    const other = join(project.dir, 'other');
    const refused = await syndisco(['merge', first, second, again, '--into', other, '--json']);
    expect(refused.code).toBe(65);
    expect(problemsOf(refused)[0]).toMatchObject({
      code: 'SYNDISCO_MERGE_DUPLICATE',
      what: expect.stringContaining('town-hall-0001') as string,
    });
    expect(await readdir(project.dir)).not.toContain('other');
  });

  test('when documents or journals are damaged, then all are listed before anything is written', async () => {
    await using project = await shardedTownHall(2);
    const [first = '', second = ''] = project.parts;
    const edit = async (file: string): Promise<void> => {
      await writeFile(file, (await readFile(file, 'utf8')).replace('"text": "', '"text": "Frankly, '));
    };
    await edit(join(first, 'discussions/town-hall-0001.json'));
    await edit(join(second, 'discussions/town-hall-0002.json'));
    const refused = await syndisco(['merge', first, second, '--into', join(project.dir, 'merged'), '--json']);
    expect(problemsOf(refused).map(({ code }) => code)).toEqual([
      'SYNDISCO_PUBLISHED_CHANGED',
      'SYNDISCO_PUBLISHED_CHANGED',
    ]);
    expect(await readdir(project.dir)).not.toContain('merged');
  });

  test('when a directory is no run, or is named twice, then it is said', async () => {
    await using project = await shardedTownHall(1);
    const [first = ''] = project.parts;
    await mkdir(join(project.dir, 'empty'));
    const refused = await syndisco(['merge', first, join(project.dir, 'empty'), '--into', 'merged', '--json']);
    expect(problemsOf(refused)).toMatchObject([{ code: 'SYNDISCO_RUN_NOT_FOUND' }]);
    const twice = await syndisco(['merge', first, `${first}/`, '--into', join(project.dir, 'merged'), '--json']);
    expect(problemsOf(twice)).toMatchObject([{ code: 'SYNDISCO_USAGE' }]);
  });
});
