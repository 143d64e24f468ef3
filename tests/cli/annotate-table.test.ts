import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../dataset/parse-csv.js';
import { problemsOf } from './problems-of.js';
import { root, syndisco, writeIn } from './syndisco.js';
import { annotate, imported, tableProject } from './table-project.js';

const forum = `thread;id;author;body;posted;parent;score;arm
t1;a;Maren;"Buses; free
for all!";2024-03-04T10:00:00Z;;4;calm
t1;c;Ñandú;Later.;2024-03-04T12:00:00Z;a;;calm
t1;b;[deleted];[removed];2024-03-04T11:00:00Z;a;1;calm
T 2;d;;Alone.;2024-03-05;;2;heated
T 2;;Ole;;2024-03-06;;;heated
`;
const columns =
  '{ discussion: thread, id: id, speaker: author, text: body, time: posted, reply_to: parent, condition: arm }';

describe('a table of comments by people', () => {
  test('when it is annotated, then its discussions are documents, in the order of time, and only texts are annotated', async () => {
    await using project = await tableProject({ content: forum, columns, carry: 'score' });
    const exit = await annotate(project);
    expect(exit.code, exit.stderr).toBe(0);
    const { t1, 'T 2': t2 } = await imported(project);
    expect(t1?.logs.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(t1).toMatchObject({
      condition: 'calm',
      users: ['Maren', '[deleted]', 'Ñandú'],
      imported_from: { order: 'time' },
    });
    expect(t1?.logs[0]).toMatchObject({ text: 'Buses; free\nfor all!', line: 2, carried: { score: '4' } });
    expect(t1?.logs[1]).toMatchObject({ text: '', raw_text: '[removed]', line: 5, reply_to: 'a' });
    expect(t2?.logs).toMatchObject([
      { name: 'anonymous', id: 'd' },
      { name: 'Ole', id: 'row-7', text: '' },
    ]);
    const [file = ''] = await readdir(join(project.dir, 'run/annotations'));
    const annotation = JSON.parse(await readFile(join(project.dir, 'run/annotations', file), 'utf8')) as {
      comments: { turn: number }[];
    };
    expect(annotation.comments.map(({ turn }) => turn)).toEqual(file.startsWith('t1') ? [0, 2] : [0]);
  });

  test('when it is exported, then labels stand beside the columns of the table', async () => {
    await using project = await tableProject({ content: forum, columns, carry: 'score' });
    await annotate(project);
    const exit = await syndisco(['export', '-c', project.config, '--csv', '--parquet', '--jsonl']);
    expect(exit.code, exit.stderr).toBe(0);
    const rows = parseCsv(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8'));
    const [header = [], ...cells] = rows;
    const of = (row: readonly string[] | undefined, name: string): string | undefined => row?.[header.indexOf(name)];
    const last = cells.find((row) => of(row, 'comment_id') === 't1/2');
    expect([of(last, 'source_id'), of(last, 'source_line'), of(last, 'reply_to')]).toEqual(['c', '4', 't1/0']);
    expect([of(last, 'written_at'), of(last, 'condition'), of(last, 'model')]).toEqual([
      '2024-03-04T12:00:00.000Z',
      'calm',
      'human',
    ]);
    expect(of(last, 'label_heat')).toMatch(/^[1-5]$/);
    expect(of(last, 'score')).toBe('');
    const tidy = await syndisco(['export', '-c', project.config, '--tidy', '--csv']);
    expect(tidy.code, tidy.stderr).toBe(0);
    expect(await readFile(join(project.dir, 'run/dataset/tidy/turns.csv'), 'utf8')).toContain('source_id');
    for (const args of [['report'], ['verify'], ['validate']]) {
      const { code, stderr } = await syndisco([...args, '-c', project.config]);
      expect(code, stderr).toBe(0);
    }
    expect((await syndisco(['inspect', join(project.dir, 'run')])).stdout).toContain('2 discussions');
  });

  test('when an import stopped and the table has changed since, then what it left is not annotated', async () => {
    await using project = await tableProject({ content: forum, columns });
    await annotate(project);
    for (const name of ['imported.json', 'annotations', 'plan', 'journal', 'run.json'])
      await rm(join(project.dir, 'run', name), { recursive: true });
    await writeIn(project.dir, { 'comments.csv': forum.split('\n').slice(0, -3).join('\n') });
    const exit = await annotate(project, '--json');
    expect(exit.code).toBe(78);
    expect(problemsOf(exit)).toMatchObject([{ code: 'SYNDISCO_RUN_MISMATCH' }]);
    await writeIn(project.dir, { 'comments.csv': forum });
    await project.edit('discussion: thread', 'discussion: posted');
    expect(problemsOf(await annotate(project, '--json')), 'other columns').toMatchObject([
      { code: 'SYNDISCO_RUN_MISMATCH', what: expect.stringContaining('it has 2 files') as string },
    ]);
  });

  test('when the run directory has other discussions, then they are not overwritten', async () => {
    await using project = await tableProject({ content: forum, columns });
    await writeIn(project.dir, { 'run/discussions/t1.json': '{"id": "t1"}' });
    const exit = await annotate(project, '--json');
    expect(problemsOf(exit)).toMatchObject([{ code: 'SYNDISCO_RUN_MISMATCH' }]);
    expect(await readFile(join(project.dir, 'run/discussions/t1.json'), 'utf8')).toBe('{"id": "t1"}');
    await rm(join(project.dir, 'run/discussions/t1.json'));
    await annotate(project);
    await writeIn(project.dir, { 'run/discussions/t3.json': '{"id": "t3"}' });
    expect(problemsOf(await annotate(project, '--json')), 'later').toMatchObject([{ code: 'SYNDISCO_RUN_MISMATCH' }]);
  });

  test('when pandas wrote the parents as 17.0, then the replies are still those of the comments', async () => {
    const content = 'd,id,body,parent\n1,17,First.,\n1,18,Second.,17.0\n';
    await using project = await tableProject({
      content,
      columns: '{ discussion: d, id: id, text: body, reply_to: parent }',
    });
    await annotate(project);
    await syndisco(['export', '-c', project.config]);
    expect(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8')).toMatch(/,18,3,,1\/0,/);
  });

  test('when a column that is named stands twice or a day does not exist, then the table is refused', async () => {
    const content = 'd,body,body,t\n1,Who pays?,Nobody.,2017-02-30\n1,Who?,Me.,201702270312\n';
    await using project = await tableProject({ content, columns: '{ discussion: d, text: body, time: t }' });
    const exit = await annotate(project, '--json');
    expect(problemsOf(exit).map(({ what }) => what)).toEqual([
      'Two columns are called "body".',
      'The time "2017-02-30" cannot be read, or may mean two days.',
      'The time "201702270312" cannot be read, or may mean two days.',
    ]);
  });

  test('when an imported discussion was edited or is gone, then verify tells, and the table makes it again', async () => {
    await using project = await tableProject({ content: forum, columns });
    await annotate(project);
    const file = join(project.dir, 'run/discussions/t1.json');
    await writeFile(file, (await readFile(file, 'utf8')).replace('Later.', 'Never.'));
    const verify = async () => problemsOf(await syndisco(['verify', '-c', project.config, '--json']));
    const [edited] = await verify();
    expect(edited).toMatchObject({ code: 'SYNDISCO_PUBLISHED_CHANGED', where: { file } });
    expect(edited?.todo).toContain('run syndisco annotate');
    await rm(file);
    expect((await verify()).map(({ code }) => code)).toEqual(['SYNDISCO_PUBLISHED_MISSING']);
    await annotate(project);
    expect(await verify()).toEqual([]);
  });

  test('when it is annotated again, then nothing is made; when the table has changed since, then that is refused', async () => {
    await using project = await tableProject({ content: forum, columns });
    await annotate(project);
    const again = await annotate(project);
    expect(again.code, again.stderr).toBe(0);
    expect(again.stdout + again.stderr).not.toContain('imported');
    await rm(join(project.dir, 'run/discussions/t1.json'));
    expect((await annotate(project)).code, 'a document that was lost').toBe(0);
    expect(Object.keys(await imported(project)).sort()).toEqual(['T 2', 't1']);
    await writeFile(join(project.dir, 'comments.csv'), forum.replace('Later', 'Sooner'));
    const changed = await annotate(project, '--json');
    expect(changed.code).toBe(78);
    expect(problemsOf(changed)[0]).toMatchObject({
      code: 'SYNDISCO_RUN_MISMATCH',
      path: 'annotation.files.discussions_path',
    });
  });

  test('when a carried column is added later, then the table is imported again and no label is made again', async () => {
    await using project = await tableProject({ content: forum, columns });
    await annotate(project);
    await project.edit('carry_columns: []', 'carry_columns: [score]');
    const exit = await annotate(project);
    expect(exit.code, exit.stderr).toBe(0);
    expect((await imported(project))['t1']?.logs[0]?.carried).toEqual({ score: '4' });
  });
});

test('when the example of the README folder is validated, then it is in order', async () => {
  const exit = await syndisco(['validate', '-c', join(root, 'configs/annotate-table.yml')]);
  expect(exit.code, exit.stderr).toBe(0);
});
