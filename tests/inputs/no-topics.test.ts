import { describe, expect, it } from 'vitest';
import { read, townHall } from '../town-hall/read-project.js';

const config = String(townHall['town-hall.yml']);

describe('topics without an opening', () => {
  it('when a topic file is empty, then its discussions have no opening, and a notice counts such topics', async () => {
    const { inputs, problems, notices } = await read({ 'topics/parks.txt': ' \n' });
    expect(problems).toEqual([]);
    expect(inputs.topics).toEqual([
      { name: 'buses', openings: ['Buses should be free.'] },
      { name: 'parks', openings: [] },
    ]);
    expect(notices).toContainEqual(expect.stringMatching(/^1 of 2 topics has no opening.*parks/));
  });

  it('when the config names no topics, then there is one without name and opening, and a notice says so', async () => {
    const { inputs, problems, notices } = await read({ 'town-hall.yml': config.replace(/ +topics_dir.*\n/, '') });
    expect(problems).toEqual([]);
    expect(inputs.topics).toEqual([{ name: '', openings: [] }]);
    expect(notices).toContainEqual(expect.stringMatching(/^the config names no topics/));
  });

  it.each([
    ['topics.csv', 'topic,opening,country\na,Yes.,GR\nb,,FR\n'],
    [
      'topics.jsonl',
      '{"topic": "a", "opening": "Yes.", "country": "GR"}\n{"topic": "b", "openings": [], "country": "FR"}\n',
    ],
  ])('when a row of %s has an empty opening, then its discussions have none', async (name, text) => {
    const { inputs, problems, notices } = await read({
      'town-hall.yml': config.replace('topics_dir: topics', `topics_path: ${name}`),
      [name]: text,
    });
    expect(problems).toEqual([]);
    expect(inputs.topics).toEqual([
      { name: 'a', openings: ['Yes.'], metadata: { country: 'GR' } },
      { name: 'b', openings: [], metadata: { country: 'FR' } },
    ]);
    expect(notices).toContainEqual(expect.stringMatching(/^1 of 2 topics has no opening.*b/));
  });
});
