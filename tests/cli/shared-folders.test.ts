import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

const call = ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco([...args, '-c', config, '--json']);

async function made(project: Project, ...args: string[]): Promise<Exit> {
  const exit = await call(project, ...args);
  expect(exit.code, exit.stderr).toBe(0);
  return exit;
}

const other = ['--set', 'experiment=village-hall', '--set', 'run_dir=village'];
const exportedBy = ({ stdout }: Exit): object => (JSON.parse(stdout) as { exported: object }).exported;

/** Two experiments that publish in the same folders; the other one is finished. */
async function sharing(): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('    topics_dir: topics', '    topics_dir: topics\n    output_dir: made/discussions');
  await project.edit('    annotator_persona_path', '    output_dir: made/annotations\n    annotator_persona_path');
  await made(project, 'run', ...other);
  return project;
}

describe('folders that hold more than the documents of one plan', () => {
  test('when two experiments share output_dir, then each annotates and exports its own, and counts the others', async () => {
    await using project = await sharing();
    const original = { timestamp: '25-02-01-10-30', logs: [{ name: 'elena', text: 'Free buses!' }] };
    await writeIn(join(project.dir, 'made/discussions'), { 'bus.json': JSON.stringify(original) });
    const exit = await made(project, 'run');
    expect(JSON.parse(exit.stdout)).toMatchObject({ made: [{ total: 4 }, { total: 10, done: 10 }] });
    expect(exportedBy(exit)).toMatchObject({ discussions: 5, annotations: 10 });
    expect(exit.stdout).toContain('4 discussions and 8 annotations of other plans are left out');
    expect(exportedBy(await made(project, 'export', ...other))).toMatchObject({ discussions: 5, annotations: 8 });
    const roots = ['discussion_root_dir=made/discussions', 'annotation_root_dir=made/annotations'];
    const all = await made(project, 'export', ...roots.flatMap((root) => ['--set', `dataset_export.${root}`]));
    expect(exportedBy(all)).toMatchObject({ discussions: 9, annotations: 18 });
    const more = 'discussions.experiment_variables.num_experiments=5';
    const refused = await call(project, 'run', ...other, '--set', more);
    expect(refused.code, refused.stderr).toBe(78);
    expect(problemsOf(refused)[0]).toMatchObject({ code: 'SYNDISCO_PUBLISHED_FOREIGN', where: { job: 'bus--nora' } });
    expect(await readdir(join(project.dir, 'made/discussions'))).toHaveLength(9);
  });

  test('when an annotation has the name of another planned one, then export refuses it', async () => {
    await using project = await townHallProject();
    await made(project, 'run');
    const annotations = join(project.dir, 'run/annotations');
    await rename(join(annotations, 'town-hall-0001--nora.json'), join(annotations, 'town-hall-0002--nora.json'));
    const exit = await call(project, 'export');
    expect(exit.code, exit.stderr).toBe(78);
    expect(problemsOf(exit)).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_FOREIGN' }]);
  });

  test('when a file in output_dir is no discussion, then validate, plan and run say so before anything is made', async () => {
    await using project = await townHallProject();
    await writeIn(join(project.dir, 'run/discussions'), { 'notes.json': '{ "who": "anna" }' });
    for (const command of ['validate', 'plan', 'run']) {
      const exit = await call(project, command);
      expect(exit.code, exit.stderr).toBe(65);
      expect(problemsOf(exit)[0]).toMatchObject({ code: 'SYNDISCO_DISCUSSION_INVALID' });
    }
    expect(await readdir(join(project.dir, 'run/discussions'))).toEqual(['notes.json']);
  });

  test('when there is nothing to annotate, then annotate fails as export does', async () => {
    await using project = await townHallProject();
    const exit = await call(project, 'annotate');
    expect(exit.code, exit.stderr).toBe(66);
    expect(problemsOf(exit)).toMatchObject([{ code: 'SYNDISCO_DISCUSSIONS_EMPTY' }]);
    expect(problemsOf(exit)[0]?.todo).toContain('annotation.files.discussions_dir');
  });

  test('when every shard annotates as soon as it has generated, then together they leave nothing out', async () => {
    await using project = await townHallProject();
    await project.edit('num_experiments: 4', 'num_experiments: 6');
    const shard = (index: number): string[] => ['--shard', `${index}/3`];
    for (const index of [1, 2, 3]) {
      await made(project, 'generate', ...shard(index));
      await made(project, 'annotate', ...shard(index));
    }
    expect(await readdir(join(project.dir, 'run/annotations'))).toHaveLength(12);
  });

  test('when the id of a discussion was edited, then no job is proposed to accept that does not exist', async () => {
    await using project = await townHallProject();
    await made(project, 'generate');
    const file = join(project.dir, 'run/discussions/town-hall-0001.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('"id": "town-hall-0001"', '"id": "town-hall-0099"'));
    const [problem] = problemsOf(await call(project, 'export'));
    expect(problem).toMatchObject({ code: 'SYNDISCO_PUBLISHED_CHANGED', where: { file, job: 'town-hall-0001' } });
    expect(problem?.todo).not.toContain('--accept');
  });

  test('when the root holds files of the run itself, then they are no documents, not changed ones', async () => {
    await using project = await townHallProject();
    await made(project, 'generate');
    await copyFile(join(project.dir, 'run/run.json'), join(project.dir, 'run/discussions/run.json'));
    await rm(join(project.dir, 'run/status.json'));
    const problems = problemsOf(await call(project, 'export'));
    expect(new Set(problems.map(({ code }) => code))).toEqual(new Set(['SYNDISCO_DISCUSSION_INVALID']));
  });
});
