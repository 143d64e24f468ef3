import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCsv } from '../dataset/parse-csv.js';
import { problemsOf } from './problems-of.js';
import { root, syndisco, townHallProject, writeIn, type Exit, type Project } from './syndisco.js';

interface Table {
  name?: string;
  content: string | Buffer;
  columns: string;
  carry?: string;
}

/** A config that does nothing but annotate a table. */
async function tableProject({
  name = 'comments.csv',
  content,
  columns,
  carry,
}: Table): Promise<Project & AsyncDisposable> {
  const project = await townHallProject();
  await writeIn(project.dir, {
    [name]: content,
    'town-hall.yml': `run_dir: run
logging: { print_to_terminal: true, logs_dir: logs }
model_parameters: { general: { library_type: scripted, model_pseudoname: judge } }
annotation:
  files: { discussions_path: ${name}, annotator_persona_path: annotators.json, instruction_path: instructions/annotator.txt }
  columns: ${columns}
  carry_columns: [${carry ?? ''}]
  metrics: { heat: { type: integer, minimum: 1, maximum: 5, question: How heated is it? } }
`,
  });
  return project;
}

const annotate = ({ config }: Project, ...args: string[]): Promise<Exit> =>
  syndisco(['annotate', '-c', config, ...args]);

/** The documents that were imported, by their ids. */
async function imported({ dir }: Project): Promise<Record<string, Discussion>> {
  const folder = join(dir, 'run/discussions');
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'));
  const documents = await Promise.all(
    names.map(async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as Discussion),
  );
  return Object.fromEntries(documents.map((document) => [document.id, document]));
}

interface Discussion {
  id: string;
  condition: string;
  users: string[];
  imported_from: { order: string };
  logs: {
    id: string;
    name: string;
    text: string;
    line: number;
    reply_to?: string;
    created_at?: string;
    carried?: object;
  }[];
}

const textsOf = ({ logs }: Discussion): string[] => logs.map(({ text }) => text);

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

  test('when it is saved in other ways, then the comments are the same', async () => {
    const plain = 'thread,body\nt,Ünal says hi.\nt,"Two\nlines, ""quoted""."\n';
    const expected = ['Ünal says hi.', 'Two\nlines, "quoted".'];
    const sixteen = Buffer.from(`\ufeff${plain.replaceAll('\n', '\r\n')}`, 'utf16le');
    const ways = {
      'a byte order mark': `\ufeff${plain}`,
      'Windows line ends': plain.replaceAll('\n', '\r\n'),
      'UTF-16': sixteen,
      'UTF-16, big end first': Buffer.from(sixteen).swap16(),
      semicolons: plain.replace('d,b', 'd;b').replaceAll('t,', 't;'),
      tabs: plain.replace('d,b', 'd\tb').replaceAll('t,', 't\t'),
      'the separator declared': `sep=,\n${plain}`,
    };
    for (const [way, content] of Object.entries(ways)) {
      await using project = await tableProject({ content, columns: '{ discussion: thread, text: body }' });
      const exit = await annotate(project);
      expect(exit.code, `${way}: ${exit.stderr}`).toBe(0);
      const { t } = await imported(project);
      expect(t && textsOf(t), way).toEqual(expected);
    }
  });

  test('when rows have faults, then all are told with their lines, and nothing is imported', async () => {
    const content =
      'thread,id,body,posted\nt,a,One.,2024-01-01\n,b,Nowhere.,2024-01-01\nt,a,Other.,2024-01-02\nt,c,When?,03/04/2024\n';
    await using project = await tableProject({
      content,
      columns: '{ discussion: thread, id: id, text: body, time: posted }',
    });
    const exit = await annotate(project, '--json');
    expect(exit.code).toBe(65);
    expect(problemsOf(exit).map(({ where }) => where?.line)).toEqual([3, 5]);
    await writeFile(
      join(project.dir, 'comments.csv'),
      content
        .split('\n')
        .filter((_, line) => line !== 2 && line !== 4)
        .join('\n'),
    );
    const twice = problemsOf(await annotate(project, '--json'));
    expect(twice[0]?.what).toContain('Duplicate id "a": line 2');
    expect(await readdir(join(project.dir, 'run/discussions'))).toEqual([]);
    expect(await readdir(join(project.dir, 'run'))).not.toContain('imported.json');
  });

  test('when a quotation mark is not closed, then the row in which it opens is named', async () => {
    await using project = await tableProject({ content: 'body\nGood.\n"Open.\nMore.\n', columns: '{ text: body }' });
    expect(problemsOf(await annotate(project, '--json'))[0]).toMatchObject({ where: { line: 3 } });
  });

  test('when a key of columns is misspelt or missing, then the config is refused at its place', async () => {
    await using project = await tableProject({ content: 'body\nGood.\n', columns: '{ text: body, speaker: athor }' });
    const [problem] = problemsOf(await annotate(project, '--json'));
    expect(problem).toMatchObject({ code: 'SYNDISCO_TABLE_INVALID', path: 'annotation.columns.speaker' });
    await project.edit('{ text: body, speaker: athor }', '{ speaker: body }');
    expect(problemsOf(await annotate(project, '--json'))[0]?.code).toBe('SYNDISCO_CONFIG_MISSING_KEY');
  });
});

describe('JSON lines of public data', () => {
  const conversation = [
    {
      id: 'u1',
      conversation_id: 'u1',
      speaker: 'Ann',
      text: 'A page needs sources.',
      timestamp: '1167609600',
      'reply-to': null,
      meta: { toxicity: 0.1, is_header: false },
    },
    {
      id: 'u2',
      conversation_id: 'u1',
      speaker: 'Bo',
      text: 'It has six.',
      timestamp: '1167609700',
      'reply-to': 'u1',
      meta: { toxicity: 0.2, is_header: false },
    },
  ];
  const lines = (rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const convokit =
    '{ discussion: conversation_id, id: id, speaker: speaker, text: text, time: timestamp, reply_to: reply-to }';

  test('when it is ConvoKit, then inner keys are carried and replies are known', async () => {
    await using project = await tableProject({
      name: 'utterances.jsonl',
      content: lines(conversation),
      columns: convokit,
      carry: 'meta.toxicity',
    });
    const exit = await annotate(project);
    expect(exit.code, exit.stderr).toBe(0);
    expect((await imported(project))['u1']?.logs[1]).toMatchObject({
      name: 'Bo',
      reply_to: 'u1',
      created_at: '2007-01-01T00:01:40.000Z',
      carried: { 'meta.toxicity': 0.2 },
    });
  });

  test('when it is a dump of Reddit, then threads, ids and deleted comments are read', async () => {
    const dump = [
      {
        id: 'c2',
        link_id: 't3_x',
        parent_id: 't1_c1',
        author: '[deleted]',
        body: '[deleted]',
        created_utc: 1420070500,
        subreddit: 'transit',
      },
      {
        id: 'c1',
        link_id: 't3_x',
        parent_id: 't3_x',
        author: 'rail_fan',
        body: 'Trams &gt; buses',
        created_utc: '1420070400',
        subreddit: 'transit',
      },
    ];
    await using project = await tableProject({
      name: 'RC_2015-01',
      content: lines(dump),
      columns:
        '{ discussion: link_id, id: id, speaker: author, text: body, time: created_utc, reply_to: parent_id, condition: subreddit }',
    });
    const exit = await annotate(project);
    expect(exit.code, exit.stderr).toBe(0);
    const { t3_x: thread } = await imported(project);
    expect(thread).toMatchObject({ condition: 'transit', logs: [{ id: 'c1' }, { id: 'c2', text: '' }] });
    await syndisco(['export', '-c', project.config]);
    expect(await readFile(join(project.dir, 'run/dataset/comments.csv'), 'utf8')).toContain(
      '2015-01-01T00:01:40.000Z,t3_x/0,',
    );
  });

  test('when a line is cut or an id is too long for a number, then it is told with its line', async () => {
    const content = `${lines(conversation)}{"id": "u3", "text": "It ha\n{"id": 123456789012345678901, "conversation_id": "u1", "speaker": "Bo", "text": "Hm."}\n`;
    await using project = await tableProject({ name: 'utterances.jsonl', content, columns: convokit });
    const exit = await annotate(project, '--json');
    expect(exit.code).toBe(65);
    expect(problemsOf(exit).map(({ where }) => where?.line)).toEqual([3, 4]);
  });
});

test('when the example of the README folder is validated, then it is in order', async () => {
  const exit = await syndisco(['validate', '-c', join(root, 'configs/annotate-table.yml')]);
  expect(exit.code, exit.stderr).toBe(0);
});
