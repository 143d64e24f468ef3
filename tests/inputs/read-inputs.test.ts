import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bob,
  elena,
  inShort,
  read,
  readProject,
  townHall,
  townHallProject,
  type Files,
} from '../town-hall/read-project.js';
import { processorMs } from '../town-hall/processor-time.js';

describe('inputs that are right', () => {
  it('when all is read, then every part is there, in an order that does not depend on the machine', async () => {
    const { inputs, problems } = await read({});
    expect(problems).toEqual([]);
    expect(inputs).toEqual({
      topics: [
        { name: 'buses', openings: ['Buses should be free.'] },
        { name: 'parks', openings: ['More parks!\nNow.'] },
      ],
      personas: [
        { name: 'Elena', traits: elena },
        { name: 'Bob', traits: bob },
      ],
      participantInstructions: 'Write one short comment.',
      moderatorInstructions: 'Keep it civil.',
      annotators: [
        { name: 'Adam', traits: { username: 'Adam' } },
        { name: 'Zoe', traits: { username: 'Zoe' } },
      ],
      annotatorInstructions: 'Rate the comment.',
    });
  });

  it('when a persona has its traits in some order, then the traits keep it', async () => {
    const { inputs } = await read({
      'people.json': '[{"pets":1,"username":"Elena","__proto__":"x","age":2},{"username":"Bob"}]',
    });
    expect(Object.keys(inputs.personas[0]?.traits ?? {})).toEqual(['pets', 'username', '__proto__', 'age']);
    expect(Object.getPrototypeOf(inputs.personas[0]?.traits)).toBe(Object.prototype);
  });

  it('when a file holds one persona, then that is the pool', async () => {
    const { problems } = await read({ 'people.json': JSON.stringify(bob) }, { discussions: true, annotation: false });
    expect(problems.map(inShort)).toEqual(['PERSONAS_TOO_FEW town-hall.yml 9:57']);
  });

  it('when a part is not wanted, then its files are not looked at', async () => {
    const { inputs, problems } = await read(
      { 'people.json': null, 'rate.txt': null },
      { discussions: false, annotation: false },
    );
    expect(problems).toEqual([]);
    expect(inputs.topics).toEqual([]);
  });

  it('when there are a thousand personas, then reading them takes no time to speak of', async () => {
    const crowd = Array.from({ length: 1000 }, (_, index) => ({
      ...elena,
      username: `Resident${index}`,
      note: 'x'.repeat(300),
    }));
    const taken = await processorMs(async () => {
      const { inputs, problems } = await read({ 'people.json': JSON.stringify(crowd, undefined, 2) });
      expect(problems).toEqual([]);
      expect(inputs.personas).toHaveLength(1000);
    });
    expect(taken).toBeLessThan(5000);
  });
});

describe('inputs that are wrong', () => {
  /** What is wrong, the files that differ (null: not there), and each problem as `CODE file line:column`. */
  const cases: [string, Files, ...string[]][] = [
    [
      'a folder is not there',
      { 'topics/parks.txt': null, 'topics/buses.txt': null },
      'INPUT_NOT_FOUND town-hall.yml 5:17',
    ],
    ['a file is not there', { 'people.txt': null }, 'INPUT_NOT_FOUND town-hall.yml 7:29'],
    ['personas are not there', { 'people.json': null }, 'INPUT_NOT_FOUND town-hall.yml 6:24'],
    [
      'a folder is a file',
      { 'topics/parks.txt': null, 'topics/buses.txt': null, topics: 'x' },
      'INPUT_UNREADABLE town-hall.yml 5:17',
    ],
    ['a file is a folder', { 'rate.txt': null, 'rate.txt/x.txt': 'x' }, 'INPUT_UNREADABLE town-hall.yml 11:62'],
    ['instructions are empty', { 'moderator.txt': '' }, 'INPUT_EMPTY moderator.txt 1:1'],
    [
      'a folder has no topic',
      { 'topics/parks.txt': null, 'topics/buses.txt': null, 'topics/.hidden': 'x' },
      'TOPICS_EMPTY town-hall.yml 5:17',
    ],
    [
      'a folder has files and no .txt',
      { 'topics/parks.txt': null, 'topics/buses.txt': null, 'topics/parks.md': 'x' },
      'TOPICS_EMPTY town-hall.yml 5:17',
    ],
    ['two topics have one name', { 'topics/parks.TXT': 'x' }, 'TOPIC_DUPLICATE_NAME topics/parks.txt 1:1'],
    [
      'a folder has no persona',
      { 'raters/zoe.json': null, 'raters/adam.json': null },
      'INPUT_EMPTY town-hall.yml 11:36',
    ],
    ['a list of personas is empty', { 'people.json': '\n[]' }, 'INPUT_EMPTY people.json 2:1'],
    ['a persona file is empty', { 'raters/zoe.json': '' }, 'INPUT_EMPTY raters/zoe.json 1:1'],
    ['a text is not UTF-8', { 'people.txt': Buffer.from('Sei h\xf6flich', 'latin1') }, 'INPUT_NOT_UTF8 people.txt 1:6'],
    [
      'a text is UTF-16',
      { 'topics/parks.txt': Buffer.from('Parks', 'utf16le') },
      'INPUT_NOT_UTF8 topics/parks.txt 1:2',
    ],
    ['a text is huge', { 'rate.txt': 'x'.repeat(8 * 1024 * 1024 + 1) }, 'INPUT_TOO_LARGE town-hall.yml 11:62'],
    ['personas are not JSON', { 'people.json': '[\n  {"username": "Elena",}\n]' }, 'INPUT_SYNTAX people.json 2:24'],
    ['personas are nested without end', { 'people.json': '['.repeat(1000) }, 'INPUT_TOO_DEEP people.json 1:66'],
    [
      'a key stands twice',
      { 'people.json': '[{"username":"A","age":1,"age":2},{"username":"B"}]' },
      'INPUT_DUPLICATE_KEY people.json 1:26',
    ],
    [
      'a username is missing',
      { 'people.json': '[{"age":1},\n {"username":"B"}]' },
      'PERSONA_MISSING_NAME people.json 1:2',
    ],
    [
      'a username has two lines',
      { 'people.json': '[{"username":"A\\nB"},{"username":"B"}]' },
      'PERSONA_BAD_NAME people.json 1:14',
    ],
    [
      'a username is empty',
      { 'people.json': '[{"username":""},{"username":"B"}]' },
      'PERSONA_BAD_NAME people.json 1:14',
    ],
    [
      'a username is taken',
      { 'people.json': '[{"username":"A"},\n{"username":"A"}]' },
      'PERSONA_DUPLICATE_NAME people.json 2:13',
    ],
    [
      'a username is taken in another file',
      {
        'town-hall.yml': String(townHall['town-hall.yml']).replace('people.json', 'people'),
        'people/adam.json': '{"username":"Adam"}',
        'people/zoe.json': '{"username":"Adam"}',
      },
      'PERSONA_DUPLICATE_NAME people/zoe.json 1:13',
    ],
    [
      'a trait is an object',
      { 'people.json': '[{"username":"A","home":{"city":"x"}},{"username":"B"}]' },
      'PERSONA_WRONG_TYPE people.json 1:25',
    ],
    [
      'a trait is a list of lists',
      { 'people.json': '[{"username":"A","pets":["cat",[]]},{"username":"B"}]' },
      'PERSONA_WRONG_TYPE people.json 1:32',
    ],
    ['a persona is a text', { 'people.json': '["Elena", {"username":"B"}]' }, 'PERSONA_WRONG_TYPE people.json 1:2'],
    ['there are too few personas', { 'people.json': JSON.stringify([elena]) }, 'PERSONAS_TOO_FEW town-hall.yml 9:57'],
    [
      'much is wrong',
      { 'people.txt': '', 'rate.txt': null },
      'INPUT_EMPTY people.txt 1:1',
      'INPUT_NOT_FOUND town-hall.yml 11:62',
    ],
  ];

  it.each(cases)('when %s, then its place is named', async (_, files, ...expected) => {
    const { problems } = await read(files);
    expect(problems.map(inShort)).toEqual(expected);
  });

  it('when a link leads nowhere or to itself, then the key or the file that is meant is named', async () => {
    await using project = await townHallProject({ 'people.txt': null });
    await symlink('people.txt', join(project.dir, 'people.txt'));
    const { problems } = await readProject(project.dir);
    expect(problems.map(inShort)).toEqual(['INPUT_UNREADABLE town-hall.yml 7:29']);
  });

  it('when the config names no personas, then nothing is said twice', async () => {
    const config = String(townHall['town-hall.yml']).replace(/ +user_persona_path.*\n/, '');
    const { problems } = await read({ 'town-hall.yml': config });
    expect(problems).toEqual([]);
  });
});
