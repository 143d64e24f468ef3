import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';
import { syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

const call = ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco([...args, '-c', config, '--json']);

async function made(project: Project, ...args: string[]): Promise<void> {
  const exit = await call(project, ...args);
  expect(exit.code, exit.stderr).toBe(0);
}

const debate = (...[first, second]: [string, string]): string =>
  JSON.stringify({
    timestamp: '25-02-01-10-30',
    logs: [
      { name: first, text: 'Free buses!' },
      { name: second, text: 'Who pays?' },
    ],
  });

const annotate = (dir: string, run = 'rate'): string[] => [
  'annotate',
  ...['--set', `run_dir=${run}`, '--set', `annotation.files.discussions_dir=${dir}`],
];

const changed = { code: 'SYNDISCO_PLAN_CHANGED', path: 'annotation.files.discussions_dir' };

describe('annotations whose discussion has other texts than when they were planned', () => {
  test('when discussions_dir has the same ids with swapped speakers, then they are refused at its line', async () => {
    await using project = await townHallProject();
    await writeIn(project.dir, { 'found/bus.json': debate('anna', 'bob'), 'swapped/bus.json': debate('bob', 'anna') });
    await made(project, ...annotate('found'));
    const exit = await call(project, ...annotate('swapped'));
    expect(exit.code, exit.stderr).toBe(78);
    const [problem] = problemsOf(exit);
    expect(problem).toMatchObject({ ...changed, where: { file: '--set annotation.files.discussions_dir=swapped' } });
    expect(problem?.what).toContain('the discussion bus ');
    expect(problem?.what).toContain(join(project.dir, 'swapped/bus.json'));
    expect(problem?.todo).toContain('--fork NAME');
  });

  test('when a discussion was only written in another form, then its annotations are done', async () => {
    await using project = await townHallProject();
    const text = debate('anna', 'bob');
    const { logs, timestamp } = JSON.parse(text) as { logs: unknown; timestamp: string };
    const same = JSON.stringify({ id: 'bus', logs, timestamp }, null, 4);
    await writeIn(project.dir, { 'found/bus.json': text, 'again/by-hand/bus-1.json': same });
    await made(project, ...annotate('found'));
    const exit = await call(project, ...annotate('again'));
    expect(exit.code, exit.stderr).toBe(0);
    expect(JSON.parse(exit.stdout)).toMatchObject({ made: [{ done: 2, completions: 0 }] });
  });

  test('when discussions_dir has those of another seed, then a shared output_dir refuses their annotations', async () => {
    await using project = await townHallProject();
    await project.edit('    annotator_persona_path', '    output_dir: labels\n    annotator_persona_path');
    await made(project, 'generate');
    await made(project, 'generate', '--set', 'seed=8', '--set', 'run_dir=run-8');
    await made(project, ...annotate('run/discussions'));
    expect(problemsOf(await call(project, ...annotate('run-8/discussions')))).toMatchObject([changed]);
    const exit = await call(project, ...annotate('run-8/discussions', 'rate-8'));
    expect(exit.code, exit.stderr).toBe(78);
    const [problem] = problemsOf(exit);
    expect(problem).toMatchObject({ code: 'SYNDISCO_PUBLISHED_FOREIGN', where: { job: 'town-hall-0001--nora' } });
    expect(problem?.what).toContain('different content of discussion');
  });

  test('when a deleted discussion is made again with other texts, then its old labels are not kept for it', async () => {
    await using project = await townHallProject();
    await project.edit('library_type: scripted', 'library_type: ./engine.mjs');
    const engine = (text: string): string =>
      `export const load = () => ({ model: { fingerprint: 'town' }, generate: () => '${text}' });\n`;
    await writeIn(project.dir, { 'engine.mjs': engine('Agreed.') });
    await made(project, 'run');
    await made(project, 'clean');
    await rm(join(project.dir, 'run/discussions/town-hall-0002.json'));
    await writeIn(project.dir, { 'engine.mjs': engine('Never.') });
    const exit = await call(project, 'run');
    expect(exit.code, exit.stderr).toBe(78);
    const file = join(project.dir, 'run/discussions/town-hall-0002.json');
    expect(problemsOf(exit)).toMatchObject([{ ...changed, where: { file } }]);
    expect(problemsOf(exit)[0]?.what).toContain('made again with other texts');
    expect(problemsOf(exit)[0]?.what).toContain('2 annotations');
  });

  test('when the edit of a comment is accepted, then run refuses before it makes anything', async () => {
    await using project = await townHallProject();
    await made(project, 'run');
    const file = join(project.dir, 'run/discussions/town-hall-0001.json');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('"text": "', '"text": "Frankly, '));
    await made(project, 'verify', '--accept', 'town-hall-0001');
    for (const command of ['annotate', 'run']) {
      const exit = await call(project, command, '--set', 'discussions.experiment_variables.num_experiments=5');
      expect(exit.code, exit.stderr).toBe(78);
      expect(problemsOf(exit)).toMatchObject([{ ...changed, where: { file } }]);
      expect(problemsOf(exit)[0]?.what).toContain('accepted');
    }
    expect(await readdir(join(project.dir, 'run/discussions'))).toHaveLength(4);
  });

  test('when a planned discussion is missing, then plan and run do not take its annotations for changed ones', async () => {
    await using project = await townHallProject();
    await made(project, 'run');
    await rm(join(project.dir, 'run/discussions/town-hall-0002.json'));
    const planned = await call(project, 'plan');
    const { jobs } = JSON.parse(planned.stdout) as { jobs: { id: string; state: string }[] };
    expect(jobs.filter(({ state }) => state !== 'done').map(({ id }) => id)).toEqual(['town-hall-0002']);
    await made(project, 'run');
  });
});
