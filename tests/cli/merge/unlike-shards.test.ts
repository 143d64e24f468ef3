import { cp, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { problemsOf } from '../problems-of.js';
import { syndisco, townHallProject } from '../syndisco.js';
import { runTask, shardedTownHall } from './shard-project.js';

test('when annotators read a sample, then it says that a part may have yet to be annotated, and run makes it', async () => {
  await using project = await townHallProject();
  await project.edit('annotation:\n', 'annotation:\n  sample: { fraction: 0.5 }\n');
  const parts = [1, 2].map((id) => join(project.dir, `parts/${id}`));
  for (const [index, runDir] of parts.entries()) {
    const command = index === 0 ? 'generate' : 'run';
    const exit = await syndisco([
      command,
      '-c',
      project.config,
      '--shard',
      `${index + 1}/2`,
      '--set',
      `run_dir=${runDir}`,
    ]);
    expect(exit.code, exit.stderr).toBe(0);
  }
  const into = join(project.dir, 'merged');
  const exit = await syndisco(['merge', ...parts, '--into', into]);
  expect(exit.stdout, exit.stderr).toContain(
    `Annotators read a sample, so merge cannot tell whether a shard has yet to annotate its part: syndisco run --set run_dir=${into} makes`,
  );
});

test('when the shards have published elsewhere, then it says where, and merges once the documents are copied', async () => {
  await using project = await townHallProject();
  await project.edit('topics_dir: topics\n', 'topics_dir: topics\n    output_dir: out\n');
  const part = join(project.dir, 'part');
  expect((await syndisco(['run', '-c', project.config, '--set', `run_dir=${part}`])).code).toBe(0);
  const merge = ['merge', part, '--into', join(project.dir, 'merged'), '--json'];
  const refused = await syndisco(merge);
  expect(refused.code).toBe(74);
  expect(problemsOf(refused)).toMatchObject([
    {
      code: 'SYNDISCO_PUBLISHED_MISSING',
      what: expect.stringContaining(`published in ${join(project.dir, 'out')}`) as string,
    },
  ]);
  await cp(join(project.dir, 'out'), join(part, 'discussions'), { recursive: true });
  const merged = await syndisco(merge);
  expect(merged.code, merged.stderr).toBe(0);
});

test('when the annotators of a shard were set up in another way, then the difference is named and nothing is written', async () => {
  await using project = await shardedTownHall(2);
  const [first = '', second = ''] = project.parts;
  await rm(second, { recursive: true });
  await project.edit(
    'include_mod_comments: true, history_ctx_len: 2',
    'include_mod_comments: true, history_ctx_len: 4',
  );
  expect((await runTask(project, { id: 2, count: 2, runDir: second })).code).toBe(0);
  for (const partial of [[], ['--partial']]) {
    const refused = await syndisco([
      'merge',
      first,
      second,
      '--into',
      join(project.dir, 'merged'),
      '--json',
      ...partial,
    ]);
    expect(refused.code).toBe(78);
    expect(problemsOf(refused)).toMatchObject([
      {
        code: 'SYNDISCO_MERGE_DIFFERENT',
        what: `The annotations by nora are planned with history_ctx_len: 2 in ${first} and 4 in ${second} (4 annotations differ)`,
        where: { file: second, job: 'town-hall-0002--nora' },
      },
    ]);
  }
  expect(await readdir(project.dir)).not.toContain('merged');
});
