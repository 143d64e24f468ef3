import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

/** The town hall with folders of its own for documents, as every config of the original has them. */
async function publishingElsewhere(): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await project.edit('    topics_dir: topics', '    topics_dir: topics\n    output_dir: made/discussions');
  await project.edit('    annotator_persona_path', '    output_dir: made/annotations\n    annotator_persona_path');
  return project;
}

const runIn = ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco(['run', '-c', config, ...args]);

const publishedElsewhere = madeOnce(async () => {
  const project = await publishingElsewhere();
  expect((await runIn(project)).code).toBe(0);
  return project;
});

const otherSeed = ['--set', 'seed=8', '--set', 'run_dir=run-8'];

interface Told {
  code: string;
  what: string;
  todo: string;
  where: { file: string; job: string };
}

const problemsOf = ({ stderr }: Exit): Told[] => {
  const line = stderr.split('\n').find((one) => one.startsWith('{"problems"')) ?? '{"problems":[]}';
  return (JSON.parse(line) as { problems: Told[] }).problems;
};

describe('documents of another plan in the folder of documents', () => {
  test('when a new run_dir finds them, then it makes nothing and names the file and what differs', async () => {
    await using project = await publishedElsewhere();
    const file = join(project.dir, 'made/discussions/town-hall-0001.json');
    const before = await readFile(file, 'utf8');
    const exit = await runIn(project, ...otherSeed, '--json');
    const problems = problemsOf(exit);
    expect(exit.code, exit.stderr).toBe(78);
    expect(problems[0]).toMatchObject({ code: 'SYNDISCO_PUBLISHED_FOREIGN', where: { file } });
    expect(problems.map(({ what }) => what).join('\n')).toContain('seed: 7, and the config now says seed: 8');
    expect(problems[0]?.what).toContain('4 such files');
    expect(problems[0]?.todo).toContain('--fork NAME');
    expect(await readFile(file, 'utf8')).toBe(before);
    expect(await readdir(join(project.dir, 'run-8'))).not.toContain('run.json');
    expect(await readdir(join(project.dir, 'run-8/plan'))).toEqual([]);
  });

  test('when only annotations are another plan’s, then that is told before the first discussion is made', async () => {
    await using project = await publishedElsewhere();
    await rm(join(project.dir, 'made/discussions'), { recursive: true });
    const exit = await runIn(project, ...otherSeed, '--json');
    expect(exit.code, exit.stderr).toBe(78);
    expect(problemsOf(exit)[0]?.where.file).toContain('made/annotations/town-hall-0001--');
    expect(await readdir(join(project.dir, 'made/discussions'))).toEqual([]);
  });

  test('when it annotates, then another plan’s discussions are refused, not read', async () => {
    await using project = await publishingElsewhere();
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    const exit = await syndisco(['annotate', '-c', project.config, ...otherSeed, '--json']);
    expect(exit.code, exit.stderr).toBe(78);
    expect(problemsOf(exit)[0]?.code).toBe('SYNDISCO_PUBLISHED_FOREIGN');
  });

  test('when a fork is asked for, then it publishes beside them, and each is annotated and exported by itself', async () => {
    await using project = await publishedElsewhere();
    const forked = ['--set', 'seed=8', '--fork', 'other'];
    const exit = await runIn(project, ...forked);
    expect(exit.code, exit.stderr).toBe(0);
    expect(await readdir(join(project.dir, 'made/discussions/other'))).toContain('town-hall-0001.json');
    expect(await readdir(join(project.dir, 'made/annotations/other'))).toContain('town-hall-0001--nora.json');
    for (const args of [[], forked]) {
      const again = await runIn(project, ...args);
      expect(again.code, again.stderr).toBe(0);
      expect(again.stdout).toContain('4 of 4 discussions');
    }
    const csvOf = (run: string) => readFile(join(project.dir, run, 'dataset/comments.csv'), 'utf8');
    expect(await csvOf('run')).not.toBe(await csvOf('run-other'));
  });

  test('when the same plan is run in a new run_dir, then its documents count as done', async () => {
    await using project = await publishedElsewhere();
    const exit = await runIn(project, '--set', 'run_dir=run-again');
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stdout).not.toContain('loaded');
  });

  test('when a file of the original lies there, then it is no obstacle; under a planned name it is one', async () => {
    await using project = await publishingElsewhere();
    const original = {
      timestamp: '25-02-01-10-30',
      logs: [{ name: 'elena', text: 'Free buses!', model: 'hardcoded' }],
    };
    const put = (name: string) => writeIn(join(project.dir, 'made/discussions'), { [name]: JSON.stringify(original) });
    await put('3f2b.json');
    expect((await syndisco(['generate', '-c', project.config])).code).toBe(0);
    await put('town-hall-0002.json');
    const exit = await syndisco(['generate', '-c', project.config, '--json']);
    expect(exit.code, exit.stderr).toBe(78);
    expect(problemsOf(exit)).toMatchObject([{ code: 'SYNDISCO_PUBLISHED_FOREIGN', where: { job: 'town-hall-0002' } }]);
  });

  test('when plan is asked, then these jobs stand as foreign, with the reason', async () => {
    await using project = await publishedElsewhere();
    const exit = await syndisco(['plan', '-c', project.config, ...otherSeed, '--json']);
    const { jobs } = JSON.parse(exit.stdout) as { jobs: { kind: string; state: string; reason: string }[] };
    const discussions = jobs.filter(({ kind }) => kind === 'discussion');
    expect(discussions.map(({ state }) => state)).toEqual(['foreign', 'foreign', 'foreign', 'foreign']);
    expect(discussions.map(({ reason }) => reason).join()).toContain('seed: 7');
  });
});
