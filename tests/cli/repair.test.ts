import { appendFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { madeOnce } from './made-once.js';
import { syndisco, townHallProject, type Exit, type Project } from './syndisco.js';

const run = async (project: Project, ...args: string[]): Promise<Exit> =>
  syndisco([...args, '-c', project.config], { cwd: project.dir });

const finished = madeOnce(async () => {
  const project = await townHallProject();
  await run(project, 'run');
  return project;
});

const ofItsMaking = ['timestamp', 'created_at', 'sum'];

/** Without what tells when it was made. */
async function contentOf(file: string): Promise<Record<string, unknown>> {
  const document = JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(document).filter(([key]) => !ofItsMaking.includes(key)));
}

describe('syndisco verify --repair', () => {
  test('when documents are edited, cut, replaced by a folder or gone, then exactly these are made again as they were', async () => {
    await using project = await finished();
    const path = (name: string): string => join(project.dir, 'run', name);
    const [edited, gone, folder, cut, whole] = [
      'discussions/town-hall-0001.json',
      'discussions/town-hall-0002.json',
      'discussions/town-hall-0003.json',
      'annotations/town-hall-0001--nora.json',
      'discussions/town-hall-0004.json',
    ].map(path) as [string, string, string, string, string];
    const damaged = [edited, gone, folder, cut];
    const before = await Promise.all(damaged.map(contentOf));
    const untouched = await readFile(whole);
    await writeFile(edited, (await readFile(edited, 'utf8')).replace('"ctx_length": 3', '"ctx_length": 4'));
    await rm(gone);
    await rm(folder);
    await mkdir(folder);
    await writeFile(cut, '{"conv_id": "town-ha');
    const edit = await readFile(edited);

    const told = await run(project, 'verify');
    expect(told.code).toBe(74);
    expect(told.stderr.match(/Its journal can make it again/g)).toHaveLength(4);
    const repaired = await run(project, 'verify', '--repair');
    expect(repaired).toMatchObject({ code: 0, stderr: '' });
    expect(repaired.stdout.match(/again from its journal/g)).toHaveLength(4);

    expect(await Promise.all(damaged.map(contentOf))).toEqual(before);
    expect(await readFile(whole)).toEqual(untouched);
    expect(await readFile(`${edited}.damaged-1`)).toEqual(edit);
    expect(await readdir(`${folder}.damaged-1`)).toEqual([]);
    expect(await run(project, 'run')).toMatchObject({ code: 0 });
  });

  test('when a document of an annotation set is damaged, then it is made again from the set’s journal', async () => {
    await using project = await finished();
    const made = await run(project, 'annotate', '--as', 'second');
    expect(made.code, made.stderr).toBe(0);
    const file = join(project.dir, 'run/annotations/second/town-hall-0001--nora--as-second.json');
    const before = await contentOf(file);
    await writeFile(file, '{');
    expect(await run(project, 'verify', '--repair')).toMatchObject({ code: 0 });
    expect(await contentOf(file)).toEqual(before);
  });

  test('when the journals are gone, then it says so, and touches nothing', async () => {
    await using project = await finished();
    await run(project, 'clean');
    const file = join(project.dir, 'run/discussions/town-hall-0001.json');
    await writeFile(file, '{');
    const { code, stderr } = await run(project, 'verify', '--repair');
    expect(code).toBe(74);
    expect(stderr).toContain('No journal can make it again');
    expect(await readFile(file, 'utf8')).toBe('{');
  });

  test('when an input has changed since the plan, then the repair is refused, and nothing is touched', async () => {
    await using project = await finished();
    const file = join(project.dir, 'run/discussions/town-hall-0001.json');
    await writeFile(file, '{');
    await appendFile(join(project.dir, 'instructions/participant.txt'), ' Be brief.');
    const { code, stderr } = await run(project, 'verify', '--repair');
    expect(code).toBe(78);
    expect(stderr).toContain('SYNDISCO_PLAN_CHANGED');
    expect(await readdir(join(project.dir, 'run/discussions'))).toHaveLength(4);
    expect(await readFile(file, 'utf8')).toBe('{');
  });

  test('when an edit is accepted at the same time, then that is a contradiction', async () => {
    await using project = await townHallProject();
    expect(await run(project, 'verify', '--repair', '--accept', 'town-hall-0001')).toMatchObject({ code: 64 });
  });
});

describe('syndisco verify of a data set', () => {
  test('when a table was edited after the export, then that is told, and another export ends it', async () => {
    await using project = await finished();
    await run(project, 'export', '--tidy', '--csv', '--parquet');
    for (const name of ['dataset/comments.csv', 'dataset/tidy/turns.csv', 'dataset/tidy/turns.parquet']) {
      const file = join(project.dir, 'run', name);
      const before = await readFile(file);
      await appendFile(file, 'x');
      const { code, stderr } = await run(project, 'verify');
      expect(code).toBe(74);
      expect(stderr).toContain(`run/${name}`);
      await writeFile(file, before);
    }
    await appendFile(join(project.dir, 'run/dataset/comments.csv'), 'x');
    await run(project, 'export', '--csv');
    expect(await run(project, 'verify')).toMatchObject({ code: 0 });
  });

  test('when a kill left a temporary file in the folder of the data set, then clean removes it', async () => {
    await using project = await townHallProject();
    const path = join(project.dir, 'elsewhere/out.csv');
    await run(project, 'run', '--set', `dataset_export.export_path=${path}`);
    await writeFile(join(project.dir, 'elsewhere/.out.csv.4194399-0123abcd.tmp'), '');
    await run(project, 'clean', '--set', `dataset_export.export_path=${path}`);
    expect((await readdir(join(project.dir, 'elsewhere'))).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
