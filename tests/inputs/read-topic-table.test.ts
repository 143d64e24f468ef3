import { describe, expect, it } from 'vitest';
import type { Topic } from '../../src/inputs/input-types.js';
import { inShort, read, townHall, type Files } from '../town-hall/read-project.js';

async function readTable(name: string, content: string): Promise<{ topics: readonly Topic[]; problems: string[] }> {
  const config = String(townHall['town-hall.yml']).replace('topics_dir: topics', `topics_path: ${name}`);
  const files: Files = { 'town-hall.yml': config, [name]: content };
  const { inputs, problems } = await read(files);
  return { topics: inputs.topics, problems: problems.map(inShort) };
}

const buses = { name: 'buses', openings: ['Make them free.', 'Who pays?'], authors: ['Elena', undefined] };

describe('a table of topics', () => {
  it('when it is CSV, then rows are topics with openings, authors and metadata', async () => {
    const text =
      '\uFEFFtopic,opening_2,opening_1,author_1,country\r\nbuses,Who pays?,Make them free.,Elena,GR\r\n"parks, all",,"More ""green""\nplease.",,\r\n';
    expect(await readTable('topics.csv', text)).toEqual({
      topics: [
        { ...buses, metadata: { country: 'GR' } },
        { name: 'parks, all', openings: ['More "green"\nplease.'] },
      ],
      problems: [],
    });
  });

  it('when a column of ours is capitalised, then it is still ours', async () => {
    const { topics } = await readTable('topics.csv', 'Topic,Opening,Country\nbuses,Make them free.,GR\n');
    expect(topics).toEqual([{ name: 'buses', openings: ['Make them free.'], metadata: { Country: 'GR' } }]);
  });

  it('when it is JSON or JSONL, then the same topics come out, and metadata keeps its types', async () => {
    const row = {
      topic: 'buses',
      openings: [{ text: 'Make them free.', author: 'Elena' }, 'Who pays?'],
      year: 2024,
      local: true,
    };
    const topics = [{ ...buses, metadata: { year: 2024, local: true } }];
    expect(await readTable('topics.json', JSON.stringify([row]))).toEqual({ topics, problems: [] });
    expect(await readTable('topics.jsonl', `${JSON.stringify(row)}\n\n`)).toEqual({ topics, problems: [] });
  });

  it.each([
    ['semicolons', ';'],
    ['tabs', '\t'],
  ])('when a spreadsheet has written it with %s and empty rows, then it is read alike', async (_, separator) => {
    const rows = [
      ['topic', 'opening', 'country'],
      ['buses', '"Make them free, now."', 'GR'],
      ['', '', ''],
      ['', '', ''],
    ];
    const text = `\ufeff${rows.map((cells) => cells.join(separator)).join('\r\n')}\r\n`;
    const topics = [{ name: 'buses', openings: ['Make them free, now.'], metadata: { country: 'GR' } }];
    expect(await readTable('topics.csv', text)).toEqual({ topics, problems: [] });
  });

  it('when a row ends in empty cells beyond the header, then they are nothing', async () => {
    const topics = [{ name: 'buses', openings: ['Free!'] }];
    expect(await readTable('topics.csv', 'topic,opening\nbuses,Free!,,\n,,,\n')).toEqual({ topics, problems: [] });
  });

  it('when a text with commas is not quoted, then its row is an error that says so', async () => {
    const config = String(townHall['town-hall.yml']).replace('topics_dir: topics', 'topics_path: topics.csv');
    const text = 'topic,opening\nparks,Green.\nbuses,"I say:\nfree.", who pays?\n';
    const { problems } = await read({ 'town-hall.yml': config, 'topics.csv': text });
    expect(problems.map(inShort)).toEqual(['INPUT_SYNTAX topics.csv 3:1']);
    expect(problems[0]?.what).toBe('This row has 3 cells, but the header has 2: " who pays?" is in no column.');
    expect(problems[0]?.todo).toContain('double quotes');
  });

  it.each([
    ['an opening', { topic: 'a', opening: ['x', 'y'] }, /"opening" is a list/],
    ['a numbered opening', { topic: 'a', opening_1: 'x', opening_2: { text: 'y' } }, /"opening_2" is a mapping/],
    ['the list of openings', { topic: 'a', openings: 'x' }, /"openings" is "x"/],
    ['one of them', { topic: 'a', openings: ['x', ['y']] }, /"openings", item 2: it is a list/],
    ['the text of one of them', { topic: 'a', openings: [{ text: true }] }, /"text" is true/],
    ['the author of one of them', { topic: 'a', openings: [{ text: 'x', author: ['A', 'B'] }] }, /"author" is a list/],
    ['the text of a comment', { topic: 'a', text: ['x', 'y'] }, /This comment has no text: "text" is a list/],
  ])('when %s is something else, then it is not dropped without a word', async (_, row, what) => {
    const config = String(townHall['town-hall.yml']).replace('topics_dir: topics', 'topics_path: topics.json');
    const { problems } = await read({ 'town-hall.yml': config, 'topics.json': JSON.stringify([row]) });
    expect(problems.map(inShort)).toEqual(['TOPIC_INVALID topics.json 1:2']);
    expect(problems[0]?.what).toMatch(what);
  });

  it('when two names are the same letters in two encodings, then they are one topic', async () => {
    const [composed, decomposed] = ['\u00c5', 'A\u030a'];
    const wide = await readTable('topics.csv', `topic,opening\n${composed},x\n${decomposed},y\n`);
    expect(wide.problems).toEqual(['TOPIC_DUPLICATE_NAME topics.csv 3:1']);
    const long = await readTable('topics.csv', `topic,text\n${composed},x\n${decomposed},y\n`);
    expect(long).toEqual({ topics: [{ name: composed, openings: ['x', 'y'] }], problems: [] });
  });

  it.each([
    ['a row has no opening', 'topics.csv', 'topic,opening\na,Yes.\n\nb\n', 'TOPIC_INVALID topics.csv 4:1'],
    [
      'a row has no topic',
      'topics.jsonl',
      '{"topic": "a", "opening": "x"}\n{"opening": "x"}\n',
      'TOPIC_INVALID topics.jsonl 2:1',
    ],
    ['a row is no object', 'topics.json', '[\n "a"]', 'TOPIC_INVALID topics.json 2:2'],
    ['two rows are one topic', 'topics.csv', 'topic,opening\na,x\na,y\n', 'TOPIC_DUPLICATE_NAME topics.csv 3:1'],
    ['a column stands twice', 'topics.csv', 'topic,opening,opening\na,x,y\n', 'INPUT_DUPLICATE_KEY topics.csv 1:1'],
    [
      'a column of ours stands twice in two spellings',
      'topics.csv',
      'topic,Opening,opening\na,x,y\n',
      'INPUT_DUPLICATE_KEY topics.csv 1:1',
    ],
    [
      'an id has more digits than a number keeps',
      'topics.jsonl',
      '{"topic": "a", "opening": "x"}\n{"topic": "b", "opening": "x", "id": 12345678901234567890}\n',
      'INPUT_SYNTAX topics.jsonl 2:38',
    ],
    ['a quote is not closed', 'topics.csv', 'topic,opening\na,"x\n', 'INPUT_SYNTAX topics.csv 2:1'],
    ['there is only a header', 'topics.csv', 'topic,opening\n', 'TOPICS_EMPTY town-hall.yml 5:18'],
    ['a line is no JSON', 'topics.jsonl', '{"topic": "a", "opening": "x"}\n{oops}\n', 'INPUT_SYNTAX topics.jsonl 2:2'],
    [
      'there are too many rows',
      'topics.csv',
      `topic,opening\n${'a\n'.repeat(300_000)}`,
      'INPUT_TOO_LARGE topics.csv 20002:1',
    ],
    ['there are too many lines', 'topics.jsonl', '{}\n'.repeat(300_000), 'INPUT_TOO_LARGE topics.jsonl 20001:1'],
    ['there are too many items', 'topics.json', `[${'1,\n'.repeat(300_000)}1]`, 'INPUT_TOO_LARGE topics.json 20001:1'],
  ])('when %s, then its place is named', async (_, name, text, expected) => {
    expect((await readTable(name, text)).problems).toEqual([expected]);
  });

  it('when thousands of lines are no JSON, then the rest is not read', async () => {
    const { problems } = await readTable('topics.jsonl', 'oops\n'.repeat(200_000));
    expect(problems.length).toBeLessThan(21_000);
  });
});

describe('a table with one row per comment', () => {
  const metadata = { country: 'GR' };

  it('when it has turns, then the openings of a topic are in their order, with their authors', async () => {
    const text =
      'Topic,Turn,Author,Text,country\nbuses,10,,Who pays?,GR\nparks,1,,"More ""green""\nplease.",GR\nbuses,9,Elena,Make them free.,GR\n';
    const topics = [
      { ...buses, metadata },
      { name: 'parks', openings: ['More "green"\nplease.'], metadata },
    ];
    expect(await readTable('topics.csv', text)).toEqual({ topics, problems: [] });
  });

  it('when it has no turns, then they are in the order of the rows', async () => {
    const text = 'topic,author,text\nbuses,Elena,Make them free.\nparks,,More green.\nbuses,,Who pays?\n';
    const topics = [buses, { name: 'parks', openings: ['More green.'] }];
    expect(await readTable('topics.csv', text)).toEqual({ topics, problems: [] });
  });

  it('when its texts are openings with an order, then they are read alike, from JSON lines too', async () => {
    const rows = [
      { topic: 'buses', order: 2, opening: 'Who pays?', country: 'GR' },
      { topic: 'buses', order: 1, opening: 'Make them free.', author: 'Elena', country: 'GR' },
    ];
    const lines = rows.map((row) => JSON.stringify(row)).join('\n');
    expect(await readTable('topics.jsonl', lines)).toEqual({ topics: [{ ...buses, metadata }], problems: [] });
  });

  it('when the only text of a topic is blank, then the topic has no opening', async () => {
    const { topics, problems } = await readTable('topics.csv', 'topic,text\nbuses,\nparks,More green.\n');
    expect(problems).toEqual([]);
    expect(topics.map(({ openings }) => openings)).toEqual([[], ['More green.']]);
  });

  it('when a wide table has columns of the same names, then they are still columns of the topic', async () => {
    const { topics } = await readTable('topics.csv', 'topic,opening,text,order,turn\nbuses,Free!,a,7,b\n');
    expect(topics).toEqual([{ name: 'buses', openings: ['Free!'], metadata: { text: 'a', order: '7', turn: 'b' } }]);
  });

  it.each([
    ['a column differs within a topic', 'topic,text,year\na,x,1\nb,x,2\na,y,3\n', '4:1', /"year".*topics\.csv:2:1/],
    ['a turn occurs twice', 'topic,turn,text\na,1,x\na,1,y\n', '3:1', /turn 1 .*topics.csv:2:1/],
    ['a turn is no number', 'topic,turn,text\na,1,x\na,second,y\n', '3:1', /"second"/],
    ['a turn is missing', 'topic,turn,text\na,1,x\na,,y\n', '3:1', /has no turn/],
    ['a comment among others has no text', 'topic,text\na,x\na,\n', '3:1', /has no text/],
    ['a comment has no topic', 'topic,text\na,x\n,y\n', '3:1', /has no topic/],
    ['the table is of neither shape', 'topic,comment\na,x\n', '2:1', /has no opening/],
  ])('when %s, then its line is named', async (_, text, at, what) => {
    const config = String(townHall['town-hall.yml']).replace('topics_dir: topics', 'topics_path: topics.csv');
    const { problems } = await read({ 'town-hall.yml': config, 'topics.csv': text });
    expect(problems.map(inShort)).toEqual([`TOPIC_INVALID topics.csv ${at}`]);
    expect(problems[0]?.what).toMatch(what);
  });

  it('when the table is of neither shape, then the message shows both', async () => {
    const config = String(townHall['town-hall.yml']).replace('topics_dir: topics', 'topics_path: topics.csv');
    const { problems } = await read({ 'town-hall.yml': config, 'topics.csv': 'topic,comment\na,x\n' });
    expect(problems[0]?.todo).toMatch(/one row per topic.*"opening".*one row per comment.*"text"/);
  });

  it('when a column differs in every row, then it is reported once', async () => {
    const rows = Array.from({ length: 50 }, (_, row) => `a,x,${row}\n`).join('');
    expect((await readTable('topics.csv', `topic,text,id\n${rows}`)).problems).toHaveLength(1);
  });
});
