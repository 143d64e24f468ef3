import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { problemsOf } from './problems-of.js';
import { syndisco } from './syndisco.js';
import { annotate, imported, tableProject, textsOf } from './table-project.js';

describe('a CSV of comments', () => {
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

  test('when texts are what programs write for a missing value, then they are annotated, and a warning counts them', async () => {
    const content = 'thread,body\nt,Good.\nt,NaN\nt,None at all.\nt, null \n';
    await using project = await tableProject({ content, columns: '{ discussion: thread, text: body }' });
    const exit = await annotate(project);
    expect(exit.code, exit.stderr).toBe(0);
    expect(exit.stderr).toContain(
      '2 comments consist of nothing but what programs write for a missing value, such as "NaN" in line 3',
    );
    const { t } = await imported(project);
    expect(t && textsOf(t)).toEqual(['Good.', 'NaN', 'None at all.', ' null ']);
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
