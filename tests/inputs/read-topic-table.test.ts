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
