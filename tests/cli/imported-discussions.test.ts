import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extract } from 'tar';
import { describe, expect, test } from 'vitest';
import { syndisco, writeIn, type Exit, type Project } from './syndisco.js';
import { annotate, tableProject } from './table-project.js';

const table = {
  content: 'thread,body\nPark,The playground is closed.\nPark,Since May.\nBus 7,It is late again.\n',
  columns: '{ discussion: thread, text: body }',
};

async function importedProject(): Promise<Project & AsyncDisposable> {
  const project = await tableProject(table);
  succeed(await annotate(project));
  return project;
}

function succeed({ code, stdout, stderr }: Exit): string {
  expect(code, stderr).toBe(0);
  return stdout;
}

const run = async ({ config }: Project, ...args: string[]): Promise<Exit> => syndisco([...args, '-c', config]);

interface Report {
  discussions: number;
  notes: string[];
  flow: { withdrawn: number; generated: number }[];
}

describe('an imported discussion', () => {
  test('when it is withdrawn, then export and report leave it out with the reason, and it can be taken back in', async () => {
    await using project = await importedProject();
    expect(succeed(await run(project, 'withdraw', 'Park', '--why', 'off topic'))).toContain('Park is withdrawn');
    succeed(await run(project, 'export'));
    const csv = join(project.dir, 'run/dataset/comments.csv');
    expect(await readFile(csv, 'utf8')).not.toContain('playground');
    const report = JSON.parse(succeed(await run(project, 'report', '--json'))) as Report;
    expect(report).toMatchObject({ discussions: 1, flow: [{ generated: 2, withdrawn: 1 }] });
    expect(report.notes).toContainEqual('Park is withdrawn and left out: off topic');
    expect(succeed(await run(project, 'verify'))).toContain('2 of 2 discussions');
    succeed(await annotate(project, '--set', 'annotation.repeats=2'));
    const annotations = await readdir(join(project.dir, 'run/annotations'));
    expect(annotations.filter((name) => name.startsWith('park'))).toHaveLength(2);
    expect(annotations).toHaveLength(2 + 4);

    succeed(await run(project, 'withdraw', 'Park', '--undo', '--why', 'it is on topic'));
    succeed(await run(project, 'export'));
    expect(await readFile(csv, 'utf8')).toContain('playground');
  });

  test('when the id is not in the table, then the error says so, and nothing is recorded', async () => {
    await using project = await importedProject();
    const { code, stderr } = await run(project, 'withdraw', 'park', '--why', 'off topic');
    expect(code).toBe(64);
    expect(stderr).toContain('comments.csv, which was imported, has no discussion park');
    expect(await readdir(join(project.dir, 'run'))).not.toContain('withdrawn');
  });

  test('when the study is archived, then the table and its discussions are in it, and it goes on where it is unpacked', async () => {
    await using project = await importedProject();
    succeed(await run(project, 'withdraw', 'Park', '--why', 'off topic'));
    const folder = await mkdtemp(join(tmpdir(), 'syndisco-unpacked-'));
    try {
      const path = join(folder, 'a.tar.gz');
      const said = succeed(await run(project, 'archive', path));
      expect(said).toContain('2 of 2 discussions');
      expect(said).not.toMatch(/refuse|not complete/);
      expect(succeed(await syndisco(['verify', path]))).toContain('2 of 2 discussions');
      await extract({ file: path, cwd: folder });
      const cwd = join(folder, 'town-hall');
      expect(succeed(await syndisco(['annotate', '-c', 'syndisco.yml'], { cwd }))).toContain('nothing left to make');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});

describe('discussions of another folder', () => {
  test('when they are archived, then they are in it, and the keys of the config are no paths', async () => {
    await using project = await tableProject(table);
    const file = { id: 'harbour', users: ['ann'], moderator: null, user_prompts: [''], moderator_prompt: null };
    const logs = [{ name: 'ann', text: 'Hello.', model: 'm', prompt: 'p' }];
    const document = { ...file, timestamp: '26-05-03-09-20', ctx_length: 3, logs };
    await writeIn(project.dir, { 'theirs/year/harbour.json': JSON.stringify(document) });
    await project.edit('discussions_path: comments.csv', 'discussions_dir: theirs');
    await project.edit('  columns: { discussion: thread, text: body }\n  carry_columns: []\n', '');
    succeed(await annotate(project));
    expect(succeed(await run(project, 'archive', join(project.dir, 'a.tar.gz')))).toContain('2 of 2 annotations');
  });
});
